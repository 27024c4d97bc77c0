import type { GuestReading, HostReading } from '../../shared/model/host-reading.ts'
import type { HostFigure, TuningMode } from '../../shared/model/tuning.ts'
import type { WatchedHost } from '../../shared/model/watched-host.ts'
import type { KnobChange, KnobDecision, TuningRound } from '../../shared/plan/knob-decision.ts'
import type { PressureDecision } from '../../shared/plan/pressure.ts'
import type { ClusterTuning, MemoryOwner } from '../../shared/plan/tuning-state.ts'
import type { Reason } from '../../shared/policy/reason.ts'
import { createFactSource } from './collectors/fact-source.ts'
import { createIoDraft } from './collectors/io-draft.ts'
import type { EffectiveMode } from './effective-mode.ts'
import { type Balance, createHostBalance, isActive } from './host-balance.ts'
import { createHostTuner } from './host-tuner.ts'
import type { HostKnobs, Problem } from './knobs/carry-out.ts'
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
  const { now, newId, log, touched } = deps
  const io = createIoDraft()
  const facts = createFactSource({ ...deps, io })
  const figures = createFigures(facts)
  const ownMode = createOwnMode(deps, closing)
  const tuner = createHostTuner({ facts, io, controllers: deps.controllers, now, newId })
  const balance = createHostBalance({ ...deps.balance(host), headedKiB: tuner.headedKiB, newId })
  const heat = createPinHeat()
  const arrived = new Map<string, number>()
  const found = {
    willChange: (changes: readonly KnobChange[]) => touched.willChange(hostId, changes),
    made: (changes: readonly KnobChange[]) => touched.made(hostId, changes),
  }
  let isFromBefore = touched.of(hostId).size > 0
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

  const instant = (reading: HostReading, guests: readonly GuestReading[]) => ({
    ...{ nowMs: now(), reading, guests, touched: touched.of(hostId), leaving: deps.leavingOf(hostId) },
  })

  function look({ id, reading, guests }: WatchedHost, mode: TuningMode, settings: ClusterTuning): Balance | undefined {
    if (reading === undefined || guests === undefined) return undefined
    const { pinning, memory } = settings
    const at = instant(reading, guests.guests)
    for (const [vmId, atMs] of arrived) if (at.nowMs - atMs > ARRIVAL_MS) arrived.delete(vmId)
    const looked = balance.balance({
      ...{ ...at, host: { id, name }, takenAtMs: guests.takenAtMs, arrived, isFromBefore },
      modes: { mode, pinning, memory },
      mayAsk: deps.controllers.includes('Requests'),
    })
    if (looked.pins !== undefined && pinning !== 'off') heat.add(looked.pins, at.nowMs)
    return looked
  }

  async function round(host: WatchedHost): Promise<void> {
    const settings = deps.settingsOf(host, host.cluster)
    const mode = await ownMode(host, settings)
    const looked = look(host, mode.mode, settings)
    const { round: _, policyProblem: __, looked: ___, ...before } = state
    const { pinning, memory } = settings
    state = {
      ...before,
      ...{ mode, wantedMode: settings.mode, pinning: { mode: pinning, wantedMode: pinning }, memory },
      ...(looked && { looked }),
    }
    const knobs = deps.knobsOf(hostId)
    if (knobs === undefined || looked === undefined) return
    await forget(looked.forget)
    if (isActive(mode.mode) || isActive(pinning)) await act(host, knobs, looked, mode.mode)
    else await rest(knobs, looked)
    isFromBefore = false
  }

  /** What is remembered in vain costs nothing but room. */
  async function forget(lost: readonly string[]): Promise<void> {
    try {
      await touched.forget(hostId, lost)
    } catch (error) {
      log.warn({ error, host: name }, 'What needs no giving back any more could not be forgotten.')
    }
  }

  /** Nothing is decided here; what was changed before goes back. */
  async function rest(knobs: HostKnobs, { others }: Balance): Promise<void> {
    balance.rest(now())
    if (others.length === 0) return
    keep(await tuner.round({ others, found, knobs, handOn: askNobody, signal: closing }))
  }

  async function act(host: WatchedHost, knobs: HostKnobs, looked: Balance, mode: TuningMode): Promise<void> {
    const inForce = isActive(mode) ? deps.policyOf(host.cluster) : undefined
    const controllers = deps.controllers.filter(one => one !== 'Balloon' || state.memory === 'policy')
    const done = await tuner.round({
      ...(isActive(mode) && inForce && { policy: { program: inForce.program, mode, controllers } }),
      ...{ others: looked.others, arbitrate: looked.arbitrate, found, knobs, signal: closing },
      handOn: (request, signal) => deps.handOn(request, host, signal),
    })
    balance.note(done.decisions)
    keep(done)
    if (inForce?.problem) state = { ...state, policyProblem: inForce.problem }
  }

  function keep({ round, decisions }: Awaited<ReturnType<typeof tuner.round>>): void {
    const problem = round?.outcome === 'failed' ? round.problem?.message : undefined
    if (problem !== undefined && problem !== lastProblem)
      log.warn({ host: name, problem }, 'A host policy failed; nothing was changed.')
    lastProblem = problem
    const all = [...decisions.toReversed(), ...state.decisions]
    state = { ...state, ...(round && { round }), decisions: all.slice(0, MOST_DECISIONS) }
  }

  async function roundSafely(host: WatchedHost): Promise<void> {
    try {
      await round(host)
    } catch (error) {
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
    view: () => ({ ...state, pressures: balance.pressures(), arrived }),
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
        // What was set in the last round, perhaps a moment ago, no reading shows yet.
        const [reading, guests] = await Promise.all([knobs.readHost(signal), knobs.listGuests(signal)])
        const others = balance.giveBack(instant(reading, guests))
        const { decisions } = await tuner.round({ others, found, knobs, handOn: askNobody, isLast: true, signal })
        const failed = decisions.filter(({ outcome }) => outcome !== 'made')
        const problems = failed.slice(0, 3).map(({ problem }) => problem?.message)
        if (failed.length > 0) log.warn({ host: name, count: failed.length, problems }, notGivenBack)
      } catch (error) {
        log.warn({ error, host: name }, notGivenBack)
      }
    },
  }
}

const askNobody = async () => undefined
const notGivenBack = 'Not everything could be given back on this host; it is tried again when the service is started.'
