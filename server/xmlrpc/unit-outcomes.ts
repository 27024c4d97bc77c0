import type { Verdict } from '../../shared/policy/unit.ts'
import type { Outcome, Scores } from '../runtime/unit-runtime.ts'

/** What each unit of a call said, in the order of the call. */
export type FilterOutcome = Readonly<{ name: string; outcome: Outcome<ReadonlyMap<string, Verdict>> }>
export type ScoreOutcome = Readonly<{ name: string; factor: number; outcome: Outcome<Scores> }>
