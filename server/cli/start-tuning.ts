import { randomUUID } from 'node:crypto'
import type { Cluster } from '../../shared/model/cluster.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { Named } from '../../shared/plan/named.ts'
import type { Reason } from '../../shared/policy/reason.ts'
import type { TuningParts } from '../api/tuning-routes.ts'
import type { Config } from '../config/settings.ts'
import type { HostFleet } from '../hosts/host-fleet.ts'
import type { Store } from '../store/store.ts'
import type { Log } from '../telemetry/log.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { inOwnTrace } from '../telemetry/trace.ts'
import type { GuestSla } from '../tuning/collectors/collector.ts'
import { collectorsOf } from '../tuning/collectors/collectors-of.ts'
import { USUAL_HISTORY_LENGTH, usualCollectors } from '../tuning/collectors/usual-collectors.ts'
import { clusterParameters, parametersPolicyName, writeParameters } from '../tuning/policies/parameters.ts'
import { createTouchedKnobs } from '../tuning/restore/touched-knobs.ts'
import { createPoliciesInForce } from '../tuning/settings/policies-in-force.ts'
import { createTuningSettings } from '../tuning/settings/tuning-settings.ts'
import { createTunedHosts, type TunedHosts, type TunedHostsDeps } from '../tuning/tuned-hosts.ts'
import type { VmStanding } from '../tuning/vm-standing.ts'
import { followHostPolicies } from './follow-host-policies.ts'
import type { TuningRules } from './read-tuning-rules.ts'

export type StartTuningDeps = Readonly<{
  rules: TuningRules
  store: Store
  fleet: HostFleet
  /** Whether a host is asked and tuned by this replica. */
  isOurs: (hostId: string) => boolean
  slaOf: (vmId: string) => GuestSla | undefined
  standingOf: (vmId: string) => VmStanding
  leavingOf: (hostId: string) => ReadonlyMap<string, Reason>
  cannotAsk: TunedHostsDeps['cannotAsk']
  handOn: TunedHostsDeps['handOn']
  metrics: Pick<Metrics, 'tuningRound' | 'knobChange'>
  now: () => number
  log: Log
}>

export type Tuning = TuningParts &
  Readonly<{
    hosts: TunedHosts
    /** The cluster's own settings in the engine, as of the last read. */
    onSnapshot(snapshot: Snapshot): void
    /** What other replicas have changed on hosts that were theirs is known from then on. */
    takeOver(): Promise<void>
    /** Some cluster asks its policies: what they are told of VMs is needed. */
    isAsked(clusters: readonly Named[]): boolean
    /** What was changed on hosts goes back to how it was found, until `signal` ends that. */
    close(signal: AbortSignal): Promise<void>
  }>

/** The policies of all hosts that are connected. What people have set counts from the first moment. */
export async function startTuning(config: Config, deps: StartTuningDeps): Promise<Tuning> {
  const { rules, store, fleet, metrics, now, log } = deps
  const configured = await followHostPolicies(config, log)
  const settings = createTuningSettings({ store, configured: rules.of, now, newId: randomUUID })
  await settings.load()
  const touched = createTouchedKnobs(store)
  await touched.load()
  const intervalMs = config['hosts.sampleInterval'] * 1000
  let parameters: ReadonlyMap<string, Readonly<{ name: string; text: string }>> = new Map()
  const policies = createPoliciesInForce({
    configured: configured.current,
    parametersOf: clusterId => parameters.get(clusterId),
    savedOf: settings.policiesOf,
  })
  const hosts = createTunedHosts({
    ...collectorsOf(usualCollectors),
    settingsOf: settings.settingsOfHost,
    policyOf: policies.inForce,
    slaOf: deps.slaOf,
    controllers: rules.controllers,
    balance: ({ cluster }) => ({
      pins: {
        limits: rules.pinLimits,
        reservedCpuIds: rules.reservedCpuIds(cluster),
        longestGapMs: LONGEST_GAP * intervalMs,
      },
      memory: rules.memoryLimits,
      staleMs: Math.max(STALE_LEAST_MS, LONGEST_GAP * intervalMs),
      standingOf: deps.standingOf,
    }),
    touched,
    leavingOf: deps.leavingOf,
    cannotAsk: deps.cannotAsk,
    historyLength: USUAL_HISTORY_LENGTH,
    intervalS: config['hosts.sampleInterval'],
    // What is to be given back on another replica's hosts is its business.
    hostOf: id => (deps.isOurs(id) ? fleet.find(id) : undefined),
    knobsOf: fleet.access,
    takeFromMom: async (hostId, signal) => {
      const access = fleet.access(hostId)
      if (access?.takeKnobsFromMom === undefined) throw new Error('this connection has no way to tell MOM')
      await access.takeKnobsFromMom(NOTHING_TO_DO, signal)
    },
    handOn: deps.handOn,
    now,
    newId: randomUUID,
    log,
    onRound({ outcome, durationMs, decisions }) {
      metrics.tuningRound({ outcome, durationMs })
      for (const { change, by, outcome } of decisions) metrics.knobChange({ knob: change.knob, by, outcome })
    },
  })
  fleet.onSample(host => void inOwnTrace(() => hosts.onSample(host)))
  return {
    settings,
    policies,
    hosts,
    pinLimits: rules.pinLimits,
    controllers: rules.controllers,
    onSnapshot(snapshot) {
      parameters = new Map(snapshot.clusters.flatMap(parametersOf))
      hosts.keepOnly(new Set(snapshot.hosts.map(({ id }) => id)))
    },
    takeOver: touched.load,
    isAsked: clusters =>
      clusters.some(({ id, name }) => ['dry-run', 'enforce'].includes(settings.settingsOf({ id, name }).mode)),
    async close(signal) {
      configured.close()
      await hosts.close(signal)
    },
  }
}

/** What the cluster’s settings in the engine come to, by its id: none where the engine did not tell. */
function parametersOf({ id, memory }: Cluster): (readonly [string, Readonly<{ name: string; text: string }>])[] {
  if (memory === undefined) return []
  const written = writeParameters(clusterParameters(memory))
  return written.ok ? [[id, { name: parametersPolicyName, text: written.text }]] : []
}

/** Intervals: what lies further apart tells nothing of now. */
const LONGEST_GAP = 3

/** Guests tell of their memory every few seconds, however often hosts are asked. */
const STALE_LEAST_MS = 30_000

/** What MOM evaluates instead of its own policy: an expression, because it fails on none. */
const NOTHING_TO_DO = '0'
