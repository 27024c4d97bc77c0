import { randomUUID } from 'node:crypto'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import { type TuningMode, tuningModes } from '../../shared/model/tuning.ts'
import type { Named } from '../../shared/plan/named.ts'
import type { ClusterTuning } from '../../shared/plan/tuning-state.ts'
import type { TuningParts } from '../api/tuning-routes.ts'
import type { StopKind } from '../apply/power-requests.ts'
import { byCluster, oneOfWords } from '../config/by-cluster.ts'
import { type ClassTag, classTagsOf } from '../config/class-tags.ts'
import { ConfigError } from '../config/load-config.ts'
import type { Config } from '../config/settings.ts'
import type { HostFleet } from '../hosts/host-fleet.ts'
import type { Store } from '../store/store.ts'
import type { Log } from '../telemetry/log.ts'
import type { GuestSla } from '../tuning/collectors/collector.ts'
import { collectorsOf } from '../tuning/collectors/collectors-of.ts'
import { USUAL_HISTORY_LENGTH, usualCollectors } from '../tuning/collectors/usual-collectors.ts'
import { type ControllerName, controllerNames } from '../tuning/knobs/controllers.ts'
import { createPoliciesInForce } from '../tuning/settings/policies-in-force.ts'
import { createTuningSettings } from '../tuning/settings/tuning-settings.ts'
import { createTunedHosts, type TunedHosts, type TunedHostsDeps } from '../tuning/tuned-hosts.ts'
import { readHostPolicies } from './read-host-policies.ts'

export type TuningRules = Readonly<{
  of(cluster: Named): ClusterTuning
  controllers: readonly ControllerName[]
  classTags: readonly ClassTag[]
  allowStop: readonly StopKind[]
}>

/** The settings `tuning.*`, all problems at once. Throws ConfigError. */
export function readTuningRules(config: Config): TuningRules {
  const modes = byCluster<TuningMode>('tuning.modes', config['tuning.modes'], oneOfWords(tuningModes))
  const classes = classTagsOf('tuning.classTags', config['tuning.classTags'])
  const controllers = config['tuning.controllers'].map(name => controllerNames.find(known => known === name) ?? name)
  const problems = [
    ...modes.problems,
    ...classes.problems,
    ...config['tuning.allowStop'].flatMap(word =>
      isStopKind(word) ? [] : [`tuning.allowStop: "${word}" must be one of ${stopKinds.join(', ')}`],
    ),
    ...[...modes.found].flatMap(([cluster, given]) =>
      given.length > 1 ? [`tuning.modes: the cluster ${cluster} is named twice`] : [],
    ),
    ...controllers.flatMap(name =>
      isController(name) ? [] : [`tuning.controllers: there is no ${name}; there are ${controllerNames.join(', ')}`],
    ),
  ]
  if (problems.length > 0) throw new ConfigError(problems)
  const takeOver = new Set(config['tuning.takeOver'])
  return {
    controllers: controllers.filter(isController),
    classTags: classes.classTags,
    allowStop: config['tuning.allowStop'].filter(isStopKind),
    of: ({ id, name }) => ({
      mode: (modes.found.get(name) ?? modes.found.get(id) ?? modes.found.get('*'))?.[0] ?? 'observe',
      takeOver: takeOver.has(name) || takeOver.has(id) || takeOver.has('*'),
    }),
  }
}

const stopKinds = ['suspend', 'shutdown'] as const
const isStopKind = (word: string): word is StopKind => stopKinds.some(kind => kind === word)

const isController = (name: string): name is ControllerName => (controllerNames as readonly string[]).includes(name)

export type StartTuningDeps = Readonly<{
  rules: TuningRules
  store: Store
  fleet: HostFleet
  slaOf: (vmId: string) => GuestSla | undefined
  handOn: TunedHostsDeps['handOn']
  now: () => number
  log: Log
}>

export type Tuning = TuningParts &
  Readonly<{
    hosts: TunedHosts
    /** The cluster's own settings in the engine, as of the last read. */
    onSnapshot(snapshot: Snapshot): void
    /** Some cluster asks its policies: what they are told of VMs is needed. */
    isAsked(clusters: readonly Named[]): boolean
    close(): void
  }>

/** The policies of all hosts that are connected. What people have set counts from the first moment. */
export async function startTuning(config: Config, deps: StartTuningDeps): Promise<Tuning> {
  const { rules, store, fleet, now, log } = deps
  const configured = await readHostPolicies(config, log)
  const settings = createTuningSettings({ store, configured: rules.of, now, newId: randomUUID })
  await settings.load()
  let parameters: ReadonlyMap<string, Readonly<{ name: string; text: string }>> = new Map()
  const policies = createPoliciesInForce({
    configured: configured.current,
    parametersOf: clusterId => parameters.get(clusterId),
    savedOf: settings.policiesOf,
  })
  const hosts = createTunedHosts({
    ...collectorsOf(usualCollectors),
    settingsOf: settings.settingsOf,
    policyOf: policies.inForce,
    slaOf: deps.slaOf,
    controllers: rules.controllers,
    historyLength: USUAL_HISTORY_LENGTH,
    intervalS: config['hosts.sampleInterval'],
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
  })
  fleet.onSample(host => void hosts.onSample(host))
  return {
    settings,
    policies,
    hosts,
    controllers: rules.controllers,
    onSnapshot(snapshot) {
      parameters = new Map(snapshot.clusters.flatMap(cluster => configured.parametersOf(cluster)))
      hosts.keepOnly(new Set(snapshot.hosts.map(({ id }) => id)))
    },
    isAsked: clusters =>
      clusters.some(({ id, name }) => ['dry-run', 'enforce'].includes(settings.settingsOf({ id, name }).mode)),
    close: hosts.close,
  }
}

/** What MOM evaluates instead of its own policy: an expression, because it fails on none. */
const NOTHING_TO_DO = '0'
