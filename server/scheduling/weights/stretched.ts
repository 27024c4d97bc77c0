import type { Reason } from '../../../shared/policy/reason.ts'
import { type HostWeight, type Weights, weight } from '../unit.ts'
import { stretch } from './stretch.ts'

/** A host's score before it is set against the others', or an answer that the others do not change. */
export type Score = Readonly<{ kind: 'score'; value: number; reason: Reason } | { kind: 'fixed'; answer: HostWeight }>

/** Stretches the scores; fixed answers neither change nor count as the least or the most. Source: rules §4, §6.3. */
export function stretched(scores: ReadonlyMap<string, Score>, max: number): Weights {
  const values = [...scores].flatMap(([id, score]) => (score.kind === 'score' ? [[id, score.value] as const] : []))
  const weights = stretch(new Map(values), max)
  return new Map(
    [...scores].map(([id, score]) => [
      id,
      score.kind === 'score' ? weight(weights.get(id) ?? 1, score.reason) : score.answer,
    ]),
  )
}
