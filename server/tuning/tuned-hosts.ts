import type { HostFigure } from '../../shared/model/tuning.ts'
import type { WatchedHost } from '../../shared/model/watched-host.ts'
import type { KnobDecision, TuningRound } from '../../shared/plan/knob-decision.ts'
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
import { carriedChange } from './restore/carried-change.ts'
import { LOST_MS } from './restore/lost-knobs.ts'
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
  /** Why nobody in a cluster would take up that a VM should leave. */
  cannotAsk: (cluster: Named) => Reason | undefined
  /** undefined: the engine does not list it, so far or any more. */
  hostOf: (hostId: string) => WatchedHost | undefined
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
  /** Told of each round that decided something, or could not. */
  onRound?: (round: RoundTold) => void
}>

/** `outcome`: of the policy where one was asked; failed also: the round itself broke off. */
export type RoundTold = Readonly<{
  outcome: TuningRound['outcome']
  durationMs: number
  decisions: readonly KnobDecision[]
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

/** All hosts that are tuned, and who came to which from where. */
export function createTunedHosts(deps: TunedHostsDeps): TunedHosts {
  const { now, touched, log } = deps
  const members = new Map<string, TunedHost>()
  /** Where each VM was seen last; those of before a restart where something was set for them. */
  const places = new Map<string, Readonly<{ hostId: string; atMs: number }>>()
  for (const hostId of touched.hostIds())
    for (const vmId of touched.vmIds(hostId)) places.set(vmId, { hostId, atMs: now() })
  const closing = new AbortController()

  function memberOf(host: WatchedHost): TunedHost {
    const member = members.get(host.id) ?? createTunedHost(deps, host, closing.signal)
    members.set(host.id, member)
    return member
  }

  /** A VM may bring along what was set for it where it came from, and is watched for a while. */
  async function receive({ id, guests, reading }: WatchedHost, member: TunedHost): Promise<void> {
    // A host that does not answer any more would show for ever what ran there last.
    if (guests === undefined || guests.readAtMs === member.guestsReadAtMs()) return
    for (const guest of guests.guests) {
      if (guest.state !== 'running') continue
      const from = places.get(guest.id)?.hostId
      if (from !== undefined && from !== id) {
        member.arrive(guest.id, now())
        const cpus = { from: members.get(from)?.cpuIds(), to: reading?.cpus.map(cpu => cpu.id) }
        await touched.carry(guest.id, { from, to: id }, change => carriedChange(change, guest, cpus))
      }
      // Only now: what could not be written is tried again.
      places.set(guest.id, { hostId: id, atMs: now() })
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
      // Wherever a VM that ran nowhere for so long is started next, it did not come from where it was.
      for (const id of members.keys()) if (!hostIds.has(id)) members.delete(id)
      for (const [vmId, { atMs }] of places) if (now() - atMs > LOST_MS) places.delete(vmId)
    },
    find: hostId => members.get(hostId)?.view(),
    historyOf: hostId => members.get(hostId)?.figures() ?? [],
    touchedOf: touched.of,
    heatOf: hostId => members.get(hostId)?.heat() ?? [],
    async close(signal) {
      closing.abort()
      const hosts = touched.hostIds().flatMap(id => deps.hostOf(id) ?? [])
      await Promise.all(hosts.map(host => memberOf(host).giveBack(signal)))
    },
  }
}
