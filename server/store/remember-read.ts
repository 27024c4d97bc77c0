import type { Recommendation } from '../../shared/plan/recommendation.ts'

type Row = Readonly<{ id: string; recommendation: string }>

/** Twice what a page may list. */
const MOST = 20_000

/**
 * Reads a row anew only when its text has changed: the open recommendations are listed with every snapshot and every page,
 * and checking 10,000 of them against their schema takes longer than all the rest. What was read is never changed by anybody.
 */
export function rememberRead<R extends Row>(
  read: (row: R) => Recommendation | undefined,
): (row: R) => Recommendation | undefined {
  const known = new Map<string, Readonly<{ text: string; value: Recommendation }>>()
  return row => {
    const before = known.get(row.id)
    if (before?.text === row.recommendation) return before.value
    const value = read(row)
    if (value === undefined) return undefined
    if (known.size >= MOST) known.clear()
    known.set(row.id, { text: row.recommendation, value })
    return value
  }
}
