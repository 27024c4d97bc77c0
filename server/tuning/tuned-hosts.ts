import type { HostFigure } from '../../shared/model/tuning.ts'
import type { WatchedHost } from '../../shared/model/watched-host.ts'
import type { Named } from '../../shared/plan/named.ts'
import type { ClusterTuning } from '../../shared/plan/tuning-state.ts'
import type { Reason } from '../../shared/policy/reason.ts'
import type { Program } from '../language/evaluate.ts'
import type { Log } from '../telemetry/log.ts'
import type { HostReads } from './balanced-host.ts'
import type { GuestCollector, GuestSla, HostCollector } from './collectors/collector.ts'
import type { HostBalanceDeps } from './host-balance.ts'
import type { HandOn, HostKnobs, Problem, RequestChange } from './knobs/carry-out.ts'
import type { ControllerName } from './knobs/controllers.ts'
import type { PinHeatColumn } from './record/pin-heat.ts'
import type { TouchedKnob, TouchedKnobs } from './restore/touched-knobs.ts'
import { createTunedHost, type TunedHost, type TunedHostView } from './tuned-host.ts'

/** The policy of a cluster. `problem`: what was saved cannot be used, and this is what stands in for it. */
export type PolicyInForce = Readonly<{ program: Program; problem?: Problem }>

export type TunedHostsDeps = Readonly<{
  settingsOf: (host: Named, cluster: Named) => ClusterTuning
  policyOf: (cluster: Named) => PolicyInForce
  slaOf: (vmId: string) => GuestSla | undefined
  hostCollectors: readonly HostCollector[]
  guestCollectors: readonly GuestCollector[]
  controllers: readonly ControllerName[]
  historyLength: number
  intervalS: number
  /** What the balancers of a host are to keep to. */
  balance: (host: WatchedHost) => Omit<HostBalanceDeps, 'headedKiB' | 'newId'>
  /** Loaded. */
  touched: TouchedKnobs
  /** VMs that are to leave a host by a migration that is planned or under way, by id, and why that is known. */
  leavingOf: (hostId: string) => ReadonlyMap<string, Reason>
  /** undefined: the host is not connected. */
  knobsOf: (hostId: string) => (HostKnobs & HostReads) | undefined
  /** Tells MOM on this host to leave the knobs alone. Rejects where that cannot be done. */
  takeFromMom: (hostId: string, signal: AbortSignal) => Promise<void>
  /** Takes what the policy of a host asks for; as `HandOn`. */
  handOn: (
    request: RequestChange,
    host: Pick<WatchedHost, 'id' | 'name' | 'cluster'>,
    signal: AbortSignal,
  ) => ReturnType<HandOn>
  now: () => number
  newId: () => string
  log: Pick<Log, 'info' | 'warn' | 'error'>
}>

export type TunedHosts = Readonly<{
  /** A host has been asked for its figures. Takes what is new, and asks its policy where the mode says so. Never rejects. */
  onSample(host: WatchedHost): Promise<void>
  /** Forgets all others. */
  keepOnly(hostIds: ReadonlySet<string>): void
  find(hostId: string): TunedHostView | undefined
  historyOf(hostId: string): readonly HostFigure[]
  touchedOf(hostId: string): ReadonlyMap<string, TouchedKnob>
  heatOf(hostId: string): readonly PinHeatColumn[]
  /** Ends all rounds. What was changed goes back to how it was found, until `signal` ends that. Never rejects. */
  close(signal: AbortSignal): Promise<void>
}>

/** A VM that ran nowhere for so long was stopped: wherever it is started next, it did not come from where it was. */
const FORGOTTEN_MS = 600_000

/** All hosts that are tuned, and who came to which from where. */
export function createTunedHosts(deps: TunedHostsDeps): TunedHosts {
  const { now, touched, log } = deps
  const members = new Map<string, TunedHost>()
  /** Where each VM was seen last. */
  const places = new Map<string, Readonly<{ hostId: string; atMs: number }>>()
  const closing = new AbortController()

  function memberOf(host: WatchedHost): TunedHost {
    const member = members.get(host.id) ?? createTunedHost(deps, host, closing.signal)
    members.set(host.id, member)
    return member
  }

  /** A VM may bring along what was set for it where it came from, and is watched for a while. */
  async function receive({ id, guests }: WatchedHost, member: TunedHost): Promise<void> {
    for (const { id: vmId, state } of guests?.guests ?? []) {
      if (state !== 'running') continue
      const from = places.get(vmId)?.hostId
      places.set(vmId, { hostId: id, atMs: now() })
      if (from === undefined || from === id) continue
      member.arrive(vmId, now())
      await touched.carry(vmId, from, id)
    }
  }

  return {
    async onSample(host) {
      if (closing.signal.aborted) return
      const member = memberOf(host)
      try {
        await receive(host, member)
      } catch (error) {
        log.error({ error, host: host.name }, 'What VMs brought along to this host could not be noted.')
      }
      await member.onSample(host)
    },
    keepOnly(hostIds) {
      for (const id of members.keys()) if (!hostIds.has(id)) members.delete(id)
      for (const [vmId, { atMs }] of places) if (now() - atMs > FORGOTTEN_MS) places.delete(vmId)
    },
    find: hostId => members.get(hostId)?.view(),
    historyOf: hostId => members.get(hostId)?.figures() ?? [],
    touchedOf: touched.of,
    heatOf: hostId => members.get(hostId)?.heat() ?? [],
    async close(signal) {
      closing.abort()
      await Promise.all(touched.hostIds().map(id => members.get(id)?.giveBack(signal)))
    },
  }
}
