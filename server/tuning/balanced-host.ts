import { present } from '../../shared/measure/present.ts'
import type { GuestReading, HostReading } from '../../shared/model/host-reading.ts'
import type { KnobDecision } from '../../shared/plan/knob-decision.ts'
import type { PressureDecision } from '../../shared/plan/pressure.ts'
import { reason } from '../../shared/policy/reason.ts'
import type { Program } from '../language/evaluate.ts'
import type { Log } from '../telemetry/log.ts'
import { type Balance, type BalanceFacts, createHostBalance, type HostBalanceDeps, isActive } from './host-balance.ts'
import { createHostTuner, type RoundDone } from './host-tuner.ts'
import type { HandOn, HostKnobs } from './knobs/carry-out.ts'
import type { FoundNotes } from './knobs/knob-round.ts'
import type { PlanRoundDeps } from './plan-round.ts'
import type { TouchedKnobs } from './restore/touched-knobs.ts'

export type BalancedHostDeps = PlanRoundDeps &
  Readonly<{
    hostId: string
    balance: Omit<HostBalanceDeps, 'headedKiB' | 'newId'>
    /** Loaded before the first look. */
    touched: TouchedKnobs
    now: () => number
    newId: () => string
    log: Pick<Log, 'warn'>
  }>

/** Asks a host once more, out of turn. */
export type HostReads = Readonly<{
  readHost(signal: AbortSignal): Promise<HostReading>
  listGuests(signal: AbortSignal): Promise<readonly GuestReading[]>
}>

export type ActAsked = Readonly<{
  looked: Balance
  /** Those of that look. */
  modes: BalanceFacts['modes']
  /** Asked where the mode is dry-run or enforce; absent: there is no policy. */
  program?: Program | undefined
  knobs: HostKnobs
  handOn: HandOn
  signal: AbortSignal
}>

/** One host: what its policy and its balancers want, with the arbiter between them, carried out and given back. Calls must not overlap. */
export type BalancedHost = Readonly<{
  /** Nothing is changed by it. */
  look(facts: Omit<BalanceFacts, 'nowMs' | 'touched' | 'isFromBefore'>): Balance
  /**
   * Carries out what a look came to, each change written down before it is made. undefined: the modes ask for nothing, and there is nothing
   * to give back. Never rejects for what a policy or a host does.
   */
  act(asked: ActAsked): Promise<RoundDone | undefined>
  /**
   * Everything goes back to how it was found, as far as the host has room. Rejects when the host cannot be asked. `failed`: what it
   * did not take; `waiting`: balloons for which there was no room.
   */
  giveBack(
    knobs: HostKnobs & HostReads,
    signal: AbortSignal,
  ): Promise<Readonly<{ done: RoundDone; failed: readonly KnobDecision[]; waiting: number }>>
  /** Newest first. */
  pressures(): readonly PressureDecision[]
}>

export function createBalancedHost({ hostId, touched, log, ...deps }: BalancedHostDeps): BalancedHost {
  const tuner = createHostTuner(deps)
  const balance = createHostBalance({ ...deps.balance, headedKiB: tuner.headedKiB, newId: deps.newId })
  const found: FoundNotes = {
    willChange: changes => touched.willChange(hostId, changes),
    made: changes => touched.made(hostId, changes),
  }
  let isFromBefore = touched.of(hostId).size > 0
  let leaving: BalanceFacts['leaving'] = new Map()

  /** What is remembered in vain costs nothing but room. */
  async function forget(knobs: readonly string[]): Promise<void> {
    try {
      await touched.forget(hostId, knobs)
    } catch (error) {
      log.warn({ error, hostId }, 'What needs no giving back any more could not be forgotten.')
    }
  }

  async function decide({ looked, modes, program, ...asked }: ActAsked): Promise<RoundDone> {
    const { mode, memory } = modes
    const controllers = deps.controllers.filter(name => name !== 'Balloon' || memory === 'policy')
    const done = await tuner.round({
      ...(isActive(mode) && program && { policy: { program, mode, controllers } }),
      ...{ ...asked, others: looked.others, arbitrate: looked.arbitrate, found },
    })
    balance.note(done.decisions)
    return done
  }

  /** Nothing is decided here; what was changed before goes back. */
  async function rest({ looked: { others }, knobs, signal }: ActAsked): Promise<RoundDone | undefined> {
    balance.rest(deps.now())
    return others.length === 0 ? undefined : tuner.round({ others, found, knobs, handOn: askNobody, signal })
  }

  return {
    look(facts) {
      leaving = facts.leaving
      const nowMs = deps.now()
      const cannotAsk = deps.controllers.includes('Requests') ? facts.cannotAsk : requestsOff
      return balance.balance({ ...facts, ...present({ cannotAsk }), nowMs, touched: touched.of(hostId), isFromBefore })
    },
    async act(asked) {
      const { looked, modes } = asked
      await forget(looked.forget)
      const done = await (isActive(modes.mode) || isActive(modes.pinning) ? decide(asked) : rest(asked))
      isFromBefore = false
      return done
    },
    async giveBack(knobs, signal) {
      // What was set in the last round, perhaps a moment ago, no reading shows yet.
      const [reading, guests] = await Promise.all([knobs.readHost(signal), knobs.listGuests(signal)])
      const now = { nowMs: deps.now(), reading, guests, touched: touched.of(hostId), leaving }
      const { changes: others, forget: knobsBack, waiting } = balance.giveBack(now)
      await forget(knobsBack)
      const done = await tuner.round({ others, found, knobs, handOn: askNobody, isLast: true, signal })
      return { done, failed: done.decisions.filter(({ outcome }) => outcome !== 'made'), waiting }
    },
    pressures: balance.pressures,
  }
}

const requestsOff = reason('requests-off', 'Requests are switched off in the settings: none is made.')

const askNobody: HandOn = async () => undefined
