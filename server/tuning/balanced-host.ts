import type { GuestReading, HostReading } from '../../shared/model/host-reading.ts'
import type { KnobDecision } from '../../shared/plan/knob-decision.ts'
import type { PressureDecision } from '../../shared/plan/pressure.ts'
import type { Program } from '../language/evaluate.ts'
import { type Balance, type BalanceFacts, createHostBalance, type HostBalanceDeps, isActive } from './host-balance.ts'
import { createHostTuner, type RoundDone } from './host-tuner.ts'
import type { HandOn, HostKnobs } from './knobs/carry-out.ts'
import type { FoundNotes } from './knobs/knob-round.ts'
import type { PlanRoundDeps } from './plan-round.ts'
import { planRestore, whyRestored } from './restore/plan-restore.ts'
import type { TouchedKnobs } from './restore/touched-knobs.ts'

export type BalancedHostDeps = PlanRoundDeps &
  Readonly<{
    hostId: string
    balance: Omit<HostBalanceDeps, 'headedKiB' | 'newId'>
    /** Loaded before the first look. */
    touched: TouchedKnobs
    now: () => number
    newId: () => string
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
   * to give back. Rejects only when it cannot be written that something was given back.
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

export function createBalancedHost({ hostId, touched, ...deps }: BalancedHostDeps): BalancedHost {
  const tuner = createHostTuner(deps)
  const balance = createHostBalance({ ...deps.balance, headedKiB: tuner.headedKiB, newId: deps.newId })
  const found: FoundNotes = {
    willChange: changes => touched.willChange(hostId, changes),
    made: changes => touched.made(hostId, changes),
  }
  let isFromBefore = touched.of(hostId).size > 0
  let last: Balance | undefined

  return {
    look(facts) {
      last = balance.balance({ ...facts, nowMs: deps.now(), touched: touched.of(hostId), isFromBefore })
      return last
    },
    async act({ looked, modes, program, knobs, handOn, signal }) {
      await touched.forget(hostId, looked.forget)
      const { mode, pinning, memory } = modes
      const controllers = deps.controllers.filter(name => name !== 'Balloon' || memory === 'policy')
      const isAsked = isActive(mode) || isActive(pinning) || looked.others.length > 0
      const done = isAsked
        ? await tuner.round({
            ...(isActive(mode) && program && { policy: { program, mode, controllers } }),
            others: looked.others,
            arbitrate: wanted => {
              const arbitration = looked.arbitrate(wanted)
              return controllers.includes('Requests') ? arbitration : { ...arbitration, asks: [] }
            },
            ...{ found, knobs, handOn, signal },
          })
        : undefined
      isFromBefore = false
      if (done !== undefined) balance.note(done.decisions)
      return done
    },
    async giveBack(knobs, signal) {
      // What was set in the last round, perhaps a moment ago, no reading shows yet.
      const [reading, guests] = await Promise.all([knobs.readHost(signal), knobs.listGuests(signal)])
      const roomKiB = last?.memory?.plan.budgetKiB ?? 0
      const now = { reading, guests: new Map(guests.map(guest => [guest.id, guest])), roomKiB }
      const { changes, forget, waiting } = planRestore(touched.of(hostId), now, () => whyRestored.stop)
      await touched.forget(hostId, forget)
      const done = await tuner.round({ others: changes, found, knobs, handOn: async () => undefined, signal })
      return { done, failed: done.decisions.filter(({ outcome }) => outcome !== 'made'), waiting }
    },
    pressures: balance.pressures,
  }
}
