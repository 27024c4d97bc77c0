import type { Scores } from './unit-runtime.ts'

const WORST_SCORE_COST = 100

/** Our units score 0..100, higher is better. The engine adds costs: lower is better, whole numbers only. */
export const toCost = (score: number): number => Math.round(WORST_SCORE_COST - score)

/**
 * A unit's scores as costs, along the hosts asked about. A host without one must not win by its absence: of a unit that
 * scores it costs 100, the worst there is; of a plugin that counts costs itself, as much as the dearest host it named.
 * Empty when the unit named none of the hosts: then it says nothing about any of them.
 */
export function toCosts({ kind, of }: Scores, hostIds: readonly string[]): number[] {
  if (kind === 'score') return hostIds.map(id => toCost(of.get(id) ?? 0))
  const named = hostIds.flatMap(id => of.get(id) ?? [])
  if (named.length === 0) return []
  const dearest = named.reduce((most, cost) => Math.max(most, cost), Number.NEGATIVE_INFINITY)
  return hostIds.map(id => of.get(id) ?? dearest)
}
