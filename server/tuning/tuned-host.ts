import { present } from '../../shared/measure/present.ts'
import type { HostFigure, TuningMode } from '../../shared/model/tuning.ts'
import type { WatchedHost } from '../../shared/model/watched-host.ts'
import type { KnobDecision, TuningRound } from '../../shared/plan/knob-decision.ts'
import type { PressureDecision } from '../../shared/plan/pressure.ts'
import type { MemoryOwner } from '../../shared/plan/tuning-state.ts'
import type { Reason } from '../../shared/policy/reason.ts'
import { createBalancedHost } from './balanced-host.ts'
import { createFactSource } from './collectors/fact-source.ts'
import { createIoDraft } from './collectors/io-draft.ts'
import type { EffectiveMode } from './effective-mode.ts'
import { type Balance, type BalanceFacts, isActive } from './host-balance.ts'
import type { RoundDone } from './host-tuner.ts'
import type { HandOn, Problem } from './knobs/carry-out.ts'
import { createOwnMode } from './own-mode.ts'
import { createPinHeat, type PinHeatColumn } from './record/pin-heat.ts'
import { createFigures } from './record/take-figures.ts'
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

const MOST_DECISIONS = 200
/** A VM that came from elsewhere is watched so long. */
const ARRIVAL_MS = 600_000

export type TunedHost = Readonly<{
  /** Takes what is new, and decides where the mode says so. Never rejects. */
  onSample(host: WatchedHost): Promise<void>
  view(): TunedHostView
  figures(): readonly HostFigure[]
  heat(): readonly PinHeatColumn[]
  /** Those that are online, as of the last figures. */
  cpuIds(): readonly number[] | undefined
  /** When the guests were read whose figures were taken last. */
  guestsReadAtMs(): number | undefined
  arrive(vmId: string, atMs: number): void
  /** Everything goes back to how it was found, as far as the host has room; for when we stop. Never rejects. */
  giveBack(signal: AbortSignal): Promise<void>
}>

/**
 * One host over time: figures come in, the mode that really holds is settled, balancers look, the policy is asked, and the arbiter
 * decides what of all that is carried out. Everything is kept in memory, within bounds.
 */
export function createTunedHost(deps: TunedHostsDeps, host: WatchedHost, closing: AbortSignal): TunedHost {
  const hostId = host.id
  const { now, log, onRound = () => {} } = deps
  const io = createIoDraft()
  const facts = createFactSource({ ...deps, io })
  const figures = createFigures(facts)
  const ownMode = createOwnMode(deps, closing)
  const balanced = createBalancedHost({ ...deps, hostId, facts, io, balance: deps.balance(host) })
  const heat = createPinHeat()
  const arrived = new Map<string, number>()
  let running: Promise<void> | undefined
  let roundEndedMs = Number.NEGATIVE_INFINITY
  let { name } = host
  let lastProblem: string | undefined
  let state: Omit<TunedHostView, 'pressures' | 'arrived'> = {
    mode: { mode: 'off' },
    wantedMode: 'off',
    pinning: { mode: 'off', wantedMode: 'off' },
    memory: 'policy',
    decisions: [],
  }

  /** With what the memory balancer would set, for policies that want to follow it. */
  function slaOf(vmId: string) {
    const target = state.looked?.memory?.plan.targets.find(one => one.vmId === vmId)
    const sla = deps.slaOf(vmId)
    return target === undefined ? sla : { ...sla, balancerTargetKiB: target.toKiB }
  }

  function look({ id, cluster, reading, guests }: WatchedHost, modes: BalanceFacts['modes']): Balance | undefined {
    if (reading === undefined || guests === undefined) return undefined
    const nowMs = now()
    for (const [vmId, atMs] of arrived) if (nowMs - atMs > ARRIVAL_MS) arrived.delete(vmId)
    const looked = balanced.look({
      ...{ host: { id, name }, reading, modes, arrived },
      guests: guests.guests,
      takenAtMs: guests.takenAtMs,
      leaving: deps.leavingOf(hostId),
      ...present({ cannotAsk: deps.cannotAsk(cluster) }),
    })
    if (looked.pins !== undefined && modes.pinning !== 'off') heat.add(looked.pins, nowMs)
    return looked
  }

  /** What was decided; undefined: nothing was to be. */
  async function round(host: WatchedHost): Promise<RoundDone | undefined> {
    const settings = deps.settingsOf(host, host.cluster)
    const mode = await ownMode(host, settings)
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
    if (knobs === undefined || looked === undefined) return undefined
    const inForce = isActive(mode.mode) ? deps.policyOf(host.cluster) : undefined
    const handOn: HandOn = (request, signal) => deps.handOn(request, host, signal)
    const done = await balanced.act({ looked, modes, program: inForce?.program, knobs, handOn, signal: closing })
    if (done !== undefined) keep(done)
    if (inForce?.problem) state = { ...state, policyProblem: inForce.problem }
    return done
  }

  function keep({ round, decisions }: RoundDone): void {
    const problem = round?.outcome === 'failed' ? round.problem?.message : undefined
    if (problem !== undefined && problem !== lastProblem)
      log.warn({ host: name, problem }, 'A host policy failed; nothing was changed.')
    lastProblem = problem
    const all = [...decisions.toReversed(), ...state.decisions]
    state = { ...state, ...(round && { round }), decisions: all.slice(0, MOST_DECISIONS) }
  }

  const tell = (begunMs: number, { round, decisions }: RoundDone) =>
    onRound({ outcome: round?.outcome ?? 'ok', durationMs: now() - begunMs, decisions })

  async function roundSafely(host: WatchedHost): Promise<void> {
    const begunMs = now()
    try {
      const done = await round(host)
      if (done !== undefined) tell(begunMs, done)
    } catch (error) {
      onRound({ outcome: 'failed', durationMs: now() - begunMs, decisions: [] })
      log.error({ error, host: name }, 'A host could not be tuned; it is tried again with its next figures.')
    }
    roundEndedMs = now()
  }

  /** What was read while a round still changed something tells neither how it was before nor how it is now. */
  const isOvertaken = ({ sample, readAtMs = 0 }: WatchedHost): boolean =>
    readAtMs - (sample?.durationMs ?? 0) < roundEndedMs

  return {
    async onSample(host) {
      name = host.name
      if (closing.aborted || !figures.take(host, slaOf) || running !== undefined || isOvertaken(host)) return
      running = roundSafely(host)
      await running
      running = undefined
    },
    view: () => ({ ...state, pressures: balanced.pressures(), arrived }),
    figures: figures.list,
    heat: heat.list,
    cpuIds: () => facts.latest().host?.cpus.map(({ id }) => id),
    guestsReadAtMs: figures.guestsReadAtMs,
    arrive: (vmId, atMs) => void arrived.set(vmId, atMs),

    async giveBack(signal) {
      await running
      const knobs = deps.knobsOf(hostId)
      if (knobs === undefined) return
      try {
        const { failed, waiting } = await balanced.giveBack(knobs, signal)
        const count = failed.length + waiting
        const problems = failed.slice(0, 3).map(({ problem }) => problem?.message)
        if (count > 0) log.warn({ host: name, count, problems }, notGivenBack)
      } catch (error) {
        log.warn({ error, host: name }, notGivenBack)
      }
    },
  }
}

const notGivenBack = 'Not everything could be given back on this host; it is tried again when the service is started.'
