import type { PressureDecision } from '../../../shared/plan/pressure.ts'
import { arbitrate } from './arbitrate.ts'
import type { ArbiterInput, ArbiterState, Arbitration } from './arbitration.ts'

const MOST_PRESSURES = 50

/** The arbiter of one host over time, and what it told last. */
export function createHostArbiter(newId: () => string) {
  let state: ArbiterState = {}
  let pressures: readonly PressureDecision[] = []

  function tell(told: readonly PressureDecision[]): void {
    const ids = new Set(told.map(({ id }) => id))
    pressures = [...told.toReversed(), ...pressures.filter(({ id }) => !ids.has(id))].slice(0, MOST_PRESSURES)
  }

  return {
    arbitrate(input: ArbiterInput): Arbitration {
      const arbitration = arbitrate(input, state, newId)
      state = arbitration.state
      tell(arbitration.told)
      return arbitration
    },
    /** Nothing is decided here any more: what was open is over. */
    rest(nowMs: number): void {
      tell([state.memory, state.cpu].flatMap(event => (event === undefined ? [] : [{ ...event, endedAtMs: nowMs }])))
      state = {}
    },
    /** Newest first. */
    pressures: (): readonly PressureDecision[] => pressures,
  }
}
