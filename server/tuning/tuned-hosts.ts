import type { Cluster } from '../../shared/model/cluster.ts'
import type { HostFigure, TuningMode } from '../../shared/model/tuning.ts'
import type { WatchedHost } from '../../shared/model/watched-host.ts'
import type { KnobDecision, TuningRound } from '../../shared/plan/knob-decision.ts'
import type { Program } from '../language/evaluate.ts'
import type { Log } from '../telemetry/log.ts'
import type { GuestCollector, GuestSla, HostCollector } from './collectors/collector.ts'
import { createFactSource, type FactSource } from './collectors/fact-source.ts'
import { createIoDraft } from './collectors/io-draft.ts'
import { type EffectiveMode, effectiveMode } from './effective-mode.ts'
import { createHostTuner, type HostTuner } from './host-tuner.ts'
import type { HandOn, HostKnobs, Problem, RequestChange } from './knobs/carry-out.ts'
import type { ControllerName } from './knobs/controllers.ts'
import { createHostHistory, figureOf } from './record/host-history.ts'

/** What is set for a cluster's hosts. */
export type ClusterTuning = Readonly<{ mode: TuningMode; takeOver: boolean }>

/** The policy of a cluster. `problem`: what was saved cannot be used, and this is what stands in for it. */
export type PolicyInForce = Readonly<{ program: Program; problem?: Problem }>

export type TunedHostsDeps = Readonly<{
  settingsOf: (cluster: Pick<Cluster, 'id' | 'name'>) => ClusterTuning
  policyOf: (cluster: Pick<Cluster, 'id' | 'name'>) => PolicyInForce
  slaOf: (vmId: string) => GuestSla | undefined
  hostCollectors: readonly HostCollector[]
  guestCollectors: readonly GuestCollector[]
  controllers: readonly ControllerName[]
  historyLength: number
  intervalS: number
  /** undefined: the host is not connected. */
  knobsOf: (hostId: string) => HostKnobs | undefined
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

export type TunedHost = Readonly<{
  mode: EffectiveMode
  wantedMode: TuningMode
  round?: TuningRound
  policyProblem?: Problem
  /** Newest first. */
  decisions: readonly KnobDecision[]
}>

export type TunedHosts = Readonly<{
  /** A host has been asked for its figures. Takes what is new, and asks its policy where the mode says so. Never rejects. */
  onSample(host: WatchedHost): Promise<void>
  /** Forgets all others. */
  keepOnly(hostIds: ReadonlySet<string>): void
  find(hostId: string): TunedHost | undefined
  historyOf(hostId: string): readonly HostFigure[]
  close(): void
}>

const MOST_POINTS = 480
const MOST_DECISIONS = 200
/** MOM forgets what it was told when it is restarted, which nobody tells us. */
const TAKE_AGAIN_MS = 600_000

type Member = {
  readonly facts: FactSource
  readonly tuner: HostTuner
  readonly history: ReturnType<typeof createHostHistory>
  decisions: readonly KnobDecision[]
  mode: EffectiveMode
  wantedMode: TuningMode
  round?: TuningRound
  policyProblem?: Problem
  isBusy: boolean
  readAtMs: number
  guestsReadAtMs: number
  takenOver?: Readonly<{ sinceMs: number; atMs: number }>
}

/** All hosts that are tuned: what is known of each, what its policy decided, and why. Everything is kept in memory, within bounds. */
export function createTunedHosts(deps: TunedHostsDeps): TunedHosts {
  const { now, newId, log } = deps
  const members = new Map<string, Member>()
  const closing = new AbortController()

  function newMember(): Member {
    const io = createIoDraft()
    const facts = createFactSource({ ...deps, io })
    return {
      facts,
      tuner: createHostTuner({ facts, io, controllers: deps.controllers, now, newId }),
      history: createHostHistory({ most: MOST_POINTS }),
      decisions: [],
      mode: { mode: 'off' },
      wantedMode: 'off',
      isBusy: false,
      readAtMs: Number.NEGATIVE_INFINITY,
      guestsReadAtMs: Number.NEGATIVE_INFINITY,
    }
  }

  /** True: there was something new of host and guests both. */
  function take(member: Member, { reading, readAtMs, guests }: WatchedHost): boolean {
    const isNew = reading !== undefined && readAtMs !== undefined && readAtMs !== member.readAtMs
    const hasGuests = guests !== undefined && guests.readAtMs !== member.guestsReadAtMs
    if (hasGuests) {
      member.guestsReadAtMs = guests.readAtMs
      member.facts.takeGuests(guests.guests, guests.takenAtMs, deps.slaOf)
    }
    if (isNew) {
      member.readAtMs = readAtMs
      member.facts.takeHost(reading, readAtMs)
      member.history.add(figureOf(reading, guests?.guests ?? [], readAtMs))
    }
    return isNew && hasGuests
  }

  /** False: the knobs are not ours yet; the mode says why. */
  async function own(
    member: Member,
    { id, name, via, standing, sinceMs, reading }: WatchedHost,
    settings: ClusterTuning,
  ) {
    member.mode = effectiveMode({ ...settings, hostName: name, via: via.kind, reading })
    if (member.mode.mode !== 'enforce' || reading?.momActive !== true) return
    const taken = member.takenOver
    if (standing === 'connected' && taken?.sinceMs === sinceMs && now() - taken.atMs < TAKE_AGAIN_MS) return
    try {
      await deps.takeFromMom(id, closing.signal)
      if (taken === undefined) log.info({ host: name }, 'MOM on this host leaves its knobs to us from now on.')
      member.takenOver = { sinceMs, atMs: now() }
    } catch (error) {
      const { message } = error as Error
      const text = `MOM on ${name} could not be told to leave the knobs to us: ${message}`
      member.mode = { mode: 'observe', because: { code: 'mom-not-taken', values: { host: name, message }, text } }
    }
  }

  async function decide(member: Member, host: WatchedHost): Promise<void> {
    const settings = deps.settingsOf(host.cluster)
    member.wantedMode = settings.mode
    await own(member, host, settings)
    const { mode } = member.mode
    const knobs = deps.knobsOf(host.id)
    if ((mode !== 'dry-run' && mode !== 'enforce') || knobs === undefined) {
      delete member.round
      return
    }
    const { program, problem } = deps.policyOf(host.cluster)
    if (problem === undefined) delete member.policyProblem
    else member.policyProblem = problem
    const handOn: HandOn = (request, signal) => deps.handOn(request, host, signal)
    const done = await member.tuner.round({ program, mode, knobs, handOn, signal: closing.signal })
    if (done.round.outcome === 'failed' && member.round?.problem?.message !== done.round.problem?.message)
      log.warn({ host: host.name, problem: done.round.problem?.message }, 'A host policy failed; nothing was changed.')
    member.round = done.round
    member.decisions = [...done.decisions.toReversed(), ...member.decisions].slice(0, MOST_DECISIONS)
  }

  return {
    async onSample(host) {
      if (closing.signal.aborted) return
      const member = members.get(host.id) ?? newMember()
      members.set(host.id, member)
      if (!take(member, host) || member.isBusy) return
      member.isBusy = true
      try {
        await decide(member, host)
      } catch (error) {
        log.error({ error, host: host.name }, 'A host could not be tuned; it is tried again with its next figures.')
      } finally {
        member.isBusy = false
      }
    },
    keepOnly(hostIds) {
      for (const id of members.keys()) if (!hostIds.has(id)) members.delete(id)
    },
    find: hostId => members.get(hostId),
    historyOf: hostId => members.get(hostId)?.history.list() ?? [],
    close: () => closing.abort(),
  }
}
