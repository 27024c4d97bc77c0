import type { Recommendation } from '../../../shared/plan/recommendation.ts'

/** One row as shown. `gone`: it is no longer among the current ones, but nothing vanishes under the pointer. */
export type SteadyRow = Readonly<{ recommendation: Recommendation; gone: boolean }>

/**
 * The rows to show when `current` replaces `shown`: those on the page keep their place and take their new figures, those
 * that went stay as gone. Of `wanted`, which are the current ones that the reader looks at in the order chosen, new ones
 * wait in `arrived` until they are asked for. An empty page has no place to keep.
 */
export function steadyRows(
  shown: readonly SteadyRow[],
  current: readonly Recommendation[],
  wanted: readonly Recommendation[],
): { rows: readonly SteadyRow[]; arrived: number } {
  if (shown.length === 0) return { rows: asRows(wanted), arrived: 0 }
  const byId = new Map(current.map(recommendation => [recommendation.id, recommendation]))
  const rows = shown.map(row => {
    const now = byId.get(row.recommendation.id)
    return now === undefined ? { ...row, gone: true } : { recommendation: now, gone: false }
  })
  const shownIds = new Set(shown.map(({ recommendation }) => recommendation.id))
  return { rows, arrived: wanted.filter(({ id }) => !shownIds.has(id)).length }
}

/** As they are in order, all of them current. */
export const asRows = (wanted: readonly Recommendation[]): SteadyRow[] =>
  wanted.map(recommendation => ({ recommendation, gone: false }))
