import type { Recommendation } from '../../shared/plan/recommendation.ts'

type Row = Readonly<{ id: string; state: string; recommendation: string }>

/** Characters of the rows whose reading is kept: more than 10,000 open moves have, so that listing those again reads none. */
const MOST_CHARACTERS = 32_000_000

/**
 * Reads an open or snoozed row anew only when its text has changed: those are listed with every snapshot and every page, and
 * checking 10,000 of them against their schema takes longer than all the rest. Past ones are read now and then, and would
 * only fill the memory. What was read is never changed by anybody.
 */
export function rememberRead<R extends Row>(
  read: (row: R) => Recommendation | undefined,
  most = MOST_CHARACTERS,
): (row: R) => Recommendation | undefined {
  const known = new Map<string, Readonly<{ text: string; value: Recommendation }>>()
  let characters = 0

  function forget(id: string): void {
    characters -= known.get(id)?.text.length ?? 0
    known.delete(id)
  }

  function remember({ id, recommendation: text }: R, value: Recommendation): void {
    known.set(id, { text, value })
    characters += text.length
    for (const oldest of known.keys()) {
      if (characters <= most) break
      forget(oldest)
    }
  }

  return row => {
    const before = known.get(row.id)
    if (before?.text === row.recommendation) return before.value
    forget(row.id)
    const value = read(row)
    if (value !== undefined && (row.state === 'open' || row.state === 'snoozed')) remember(row, value)
    return value
  }
}
