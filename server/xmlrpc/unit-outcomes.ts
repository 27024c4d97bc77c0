import type { Verdict } from '../../shared/policy/unit.ts'
import type { Outcome, Scores } from '../runtime/unit-runtime.ts'

/** Somebody wants all of them silent: that none said anything is no fault then. */
export const areAllDisabled = (outcomes: readonly Readonly<{ outcome: Outcome<unknown> }>[]): boolean =>
  outcomes.length > 0 && outcomes.every(({ outcome }) => !outcome.ok && outcome.code === 'disabled')

/** What each unit of a call said, in the order of the call. */
export type FilterOutcome = Readonly<{ name: string; outcome: Outcome<ReadonlyMap<string, Verdict>> }>
export type ScoreOutcome = Readonly<{ name: string; factor: number; outcome: Outcome<Scores> }>
