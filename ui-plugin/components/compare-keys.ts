import { compareNames } from '../../shared/measure/compare-names.ts'

/** What rows are sorted by: a name or a figure. undefined: not known. */
export type SortKey = string | number | undefined

/**
 * For sorting by keys of one kind, upwards by `sign` 1 and downwards by -1. What is not known is neither much nor little: it stands
 * at the end in both directions.
 */
export function compareKeys(a: SortKey, b: SortKey, sign: number): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  return sign * (typeof a === 'number' ? a - Number(b) : compareNames(a, String(b)))
}
