import { useCallback, useState } from 'react'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { asRows, type SteadyRow, steadyRows } from './steady-rows.ts'

export type SteadyRowsAsked = Readonly<{
  current: readonly Recommendation[]
  /** Those of them that the reader looks at, in the order chosen; the same array as long as nothing changed. */
  wanted: readonly Recommendation[]
  /** Of filter and order: another one is the reader's own doing, and shows all anew. */
  key: string
  chosenId: string | undefined
}>

/**
 * The rows to show of ever changing recommendations, and how to bring them up to date. One that is chosen without having
 * a row, since a person has just had it made, brings them up to date by itself.
 */
export function useSteadyRows({ current, wanted, key, chosenId }: SteadyRowsAsked): {
  rows: readonly SteadyRow[]
  arrived: number
  refresh: () => void
} {
  const [kept, setKept] = useState(() => ({ key, seen: wanted, rows: asRows(wanted) as readonly SteadyRow[] }))
  const isAnew = kept.key !== key
  const isRow = kept.rows.some(({ recommendation }) => recommendation.id === chosenId)
  const isWaiting = !isRow && wanted.some(({ id }) => id === chosenId)
  const next = isAnew || isWaiting ? { rows: asRows(wanted), arrived: 0 } : steadyRows(kept.rows, current, wanted)
  if (isAnew || isWaiting || kept.seen !== wanted) setKept({ key, seen: wanted, rows: next.rows })
  const refresh = useCallback(() => setKept({ key, seen: wanted, rows: asRows(wanted) }), [key, wanted])
  return { ...next, refresh }
}
