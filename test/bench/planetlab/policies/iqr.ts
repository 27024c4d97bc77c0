import type { Policy } from '../policy.ts'
import { consolidate } from './consolidate.ts'
import { FALLBACK_THRESHOLD } from './fallback.ts'

const SAFETY = 1.5
/** CloudSim wants a dozen loads. */
const FEWEST_LOADS = 12

/** CloudSim's IQR 1.5: the threshold is lower the further apart the quartiles of a host's loads are. */
export const iqr = (): Policy => ({ name: 'iqr', decide: view => consolidate(view, isOverloaded) })

const isOverloaded = (load: number, history: readonly number[]): boolean =>
  load > (history.length < FEWEST_LOADS ? FALLBACK_THRESHOLD : 1 - SAFETY * interquartileRange(history))

/** Quartiles as CloudSim takes them: values that there are, none between. */
export function interquartileRange(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(Math.round(share * (sorted.length + 1)), sorted.length) - 1] ?? 0
  return at(0.75) - at(0.25)
}
