import type { Policy } from '../policy.ts'
import { consolidate } from './consolidate.ts'
import { FALLBACK_THRESHOLD } from './fallback.ts'

const SAFETY = 2.5
/** CloudSim wants a dozen loads. */
const FEWEST_LOADS = 12

/** CloudSim's MAD 2.5: the threshold is lower the further a host's loads are from their median. */
export const mad = (): Policy => ({ name: 'mad', decide: view => consolidate(view, isOverloaded) })

const isOverloaded = (load: number, history: readonly number[]): boolean =>
  load > (history.length < FEWEST_LOADS ? FALLBACK_THRESHOLD : 1 - SAFETY * medianAbsoluteDeviation(history))

export function medianAbsoluteDeviation(values: readonly number[]): number {
  const middle = median(values)
  return median(values.map(value => Math.abs(value - middle)))
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2
}
