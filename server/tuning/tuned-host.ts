import type { HostFigure, TuningMode } from '../../shared/model/tuning.ts'
import type { WatchedHost } from '../../shared/model/watched-host.ts'
import type { KnobDecision, TuningRound } from '../../shared/plan/knob-decision.ts'
import type { PressureDecision } from '../../shared/plan/pressure.ts'
import type { ClusterTuning, MemoryOwner } from '../../shared/plan/tuning-state.ts'
import type { Reason } from '../../shared/policy/reason.ts'
import { createBalancedHost } from './balanced-host.ts'
import { createFactSource } from './collectors/fact-source.ts'
import { createIoDraft } from './collectors/io-draft.ts'
import { type EffectiveMode, effectiveMode } from './effective-mode.ts'
import { type Balance, type BalanceFacts, isActive } from './host-balance.ts'
import type { HandOn, HostKnobs, Problem } from './knobs/carry-out.ts'
import { figureOf } from './record/host-figure.ts'
import { createPinHeat, type PinHeatColumn } from './record/pin-heat.ts'
import { createThinningHistory } from './record/thinning-history.ts'
import type { TunedHostsDeps } from './tuned-hosts.ts'

/** What is known of one host, and what was decided there. */
export type TunedHostView = Readonly<{
  mode: EffectiveMode
  wantedMode: TuningMode
  pinning: Readonly<{ mode: TuningMode; wantedMode: TuningMode; because?: Reason }>
  memory: MemoryOwner
  round?: TuningRound
  policyProblem?: Problem
  /** Newest first. */
  decisions: readonly KnobDecision[]
  /** Newest first. */
  pressures: readonly PressureDecision[]
  /** When VMs came from elsewhere, by id. */
  arrived: ReadonlyMap<string, number>
  /** As of the last figures. */
  looked?: Pick<Balance, 'pins' | 'memory'>
}>

const notGivenBack = 'Not everything could be given back on this host; it is tried again when the service is started.'

const MOST_POINTS = 480
const MOST_DECISIONS = 200
/** MOM forgets what it was told when it is restarted, which nobody tells us. */
const TAKE_AGAIN_MS = 600_000
/** A VM that came from elsewhere is watched so long. */
const ARRIVAL_MS = 600_000

export type TunedHost = Readonly<{
  /** Takes what is new, and decides where the mode says so. Never rejects. */
  onSample(host: WatchedHost): Promise<void>
  view(): TunedHostView
  figures(): readonly HostFigure[]
  heat(): readonly PinHeatColumn[]
  guestIds(): readonly string[]
  arrive(vmId: string, atMs: number): void
  /** Everything goes back to how it was found, as far as the host has room; for when we stop. Never rejects. */
  giveBack(signal: AbortSignal): Promise<void>
}>

/** One host over time. Everything is kept in memory, within bounds. */
export function createTunedHost(deps: TunedHostsDeps, host: WatchedHost, closing: AbortSignal): TunedHost {
  const hostId = host.id
  const { now, log } = deps
  const io = createIoDraft()
  const facts = createFactSource({ ...deps, io })
  const balanced = createBalancedHost({ ...deps, hostId, facts, io, balance: deps.balance(host) })
  const history = createThinningHistory<HostFigure>(MOST_POINTS)
  const heat = createPinHeat()
  const arrived = new Map<string, number>()
  let running: Promise<void> | undefined
  let { name } = host
  let readAtMs = Number.NEGATIVE_INFINITY
  let guestsReadAtMs = Number.NEGATIVE_INFINITY
  let takenOver: Readonly<{ sinceMs: number; atMs: number }> | undefined
  let state: Omit<TunedHostView, 'pressures' | 'arrived'> = {
    mode: { mode: 'off' },
    wantedMode: 'off',
    pinning: { mode: 'off', wantedMode: 'off' },
    memory: 'policy',
    decisions: [],
  }

  /** True: there was something new of host and guests both. */
  function take(host: WatchedHost): boolean {
    const { reading, guests } = host
    const isNew = reading !== undefined && host.readAtMs !== undefined && host.readAtMs !== readAtMs
    const hasGuests = guests !== undefined && guests.readAtMs !== guestsReadAtMs
    if (hasGuests) {
      guestsReadAtMs = guests.readAtMs
      facts.takeGuests(guests.guests, guests.takenAtMs, slaOf)
    }
    if (isNew) {
      readAtMs = host.readAtMs
      facts.takeHost(reading, readAtMs)
      history.add(figureOf(reading, guests?.guests ?? [], readAtMs))
    }
    return isNew && hasGuests
  }

  /** With what the memory balancer would set, for policies that want to follow it. */
  function slaOf(vmId: string) {
    const target = state.looked?.memory?.plan.targets.find(one => one.vmId === vmId)
    const sla = deps.slaOf(vmId)
    return target === undefined ? sla : { ...sla, balancerTargetKiB: target.toKiB }
  }

  /** The mode that really holds: the knobs may not be ours yet. */
  async function own(host: WatchedHost, settings: ClusterTuning): Promise<EffectiveMode> {
    const { name, via, standing, sinceMs, reading } = host
    const mode = effectiveMode({ ...settings, hostName: name, via: via.kind, reading })
    if (mode.mode !== 'enforce' || reading?.momActive !== true) return mode
    if (standing === 'connected' && takenOver?.sinceMs === sinceMs && now() - takenOver.atMs < TAKE_AGAIN_MS)
      return mode
    try {
      await deps.takeFromMom(hostId, closing)
      if (takenOver === undefined) log.info({ host: name }, 'MOM on this host leaves its knobs to us from now on.')
      takenOver = { sinceMs, atMs: now() }
      return mode
    } catch (error) {
      const { message } = error as Error
      const text = `MOM on ${name} could not be told to leave the knobs to us: ${message}`
      return { mode: 'observe', because: { code: 'mom-not-taken', values: { host: name, message }, text } }
    }
  }

  function look(host: WatchedHost, modes: BalanceFacts['modes']): Balance | undefined {
    const { reading, guests } = host
    if (reading === undefined || guests === undefined) return undefined
    const nowMs = now()
    for (const [vmId, atMs] of arrived) if (nowMs - atMs > ARRIVAL_MS) arrived.delete(vmId)
    const looked = balanced.look({
      ...{ host: { id: host.id, name: host.name }, reading, modes, arrived },
      guests: guests.guests,
      takenAtMs: guests.takenAtMs,
      leaving: deps.leavingOf(hostId),
    })
    if (looked.pins !== undefined && modes.pinning !== 'off') heat.add(looked.pins, nowMs)
    return looked
  }

  async function decide(host: WatchedHost): Promise<void> {
    const settings = deps.settingsOf(host, host.cluster)
    const mode = await own(host, settings)
    const { pinning, memory } = settings
    const modes = { mode: mode.mode, pinning, memory }
    const looked = look(host, modes)
    const { round: _, policyProblem: __, looked: ___, ...before } = state
    state = {
      ...before,
      ...{ mode, wantedMode: settings.mode, pinning: { mode: pinning, wantedMode: pinning }, memory },
      ...(looked && { looked }),
    }
    const knobs = deps.knobsOf(hostId)
    if (knobs !== undefined && looked !== undefined) await act(host, knobs, looked, modes)
  }

  async function act(
    host: WatchedHost,
    knobs: HostKnobs,
    looked: Balance,
    modes: BalanceFacts['modes'],
  ): Promise<void> {
    const inForce = isActive(modes.mode) ? deps.policyOf(host.cluster) : undefined
    const handOn: HandOn = (request, signal) => deps.handOn(request, host, signal)
    const done = await balanced.act({ looked, modes, program: inForce?.program, knobs, handOn, signal: closing })
    if (done === undefined) return
    if (done.round?.outcome === 'failed' && lastProblem !== done.round.problem?.message)
      log.warn({ host: host.name, problem: done.round.problem?.message }, 'A host policy failed; nothing was changed.')
    lastProblem = done.round?.problem?.message
    state = {
      ...state,
      ...(done.round && { round: done.round }),
      ...(inForce?.problem && { policyProblem: inForce.problem }),
      decisions: [...done.decisions.toReversed(), ...state.decisions].slice(0, MOST_DECISIONS),
    }
  }
  let lastProblem: string | undefined

  async function giveAllBack(signal: AbortSignal): Promise<void> {
    const knobs = deps.knobsOf(hostId)
    if (knobs === undefined) return
    const { failed, waiting } = await balanced.giveBack(knobs, signal)
    const count = failed.length + waiting
    const problems = failed.slice(0, 3).map(({ problem }) => problem?.message)
    if (count > 0) log.warn({ host: name, count, problems }, notGivenBack)
  }

  async function decideSafely(host: WatchedHost): Promise<void> {
    try {
      await decide(host)
    } catch (error) {
      log.error({ error, host: host.name }, 'A host could not be tuned; it is tried again with its next figures.')
    }
  }

  return {
    async onSample(host) {
      name = host.name
      if (closing.aborted || !take(host) || running !== undefined) return
      running = decideSafely(host)
      await running
      running = undefined
    },
    view: () => ({ ...state, pressures: balanced.pressures(), arrived }),
    figures: history.list,
    heat: heat.list,
    guestIds: () => [...facts.latest().guests.keys()],
    arrive: (vmId, atMs) => void arrived.set(vmId, atMs),

    async giveBack(signal) {
      await running
      try {
        await giveAllBack(signal)
      } catch (error) {
        log.warn({ error, host: name }, notGivenBack)
      }
    },
  }
}
