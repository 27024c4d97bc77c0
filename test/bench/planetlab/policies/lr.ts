import type { Policy } from '../policy.ts'
import { consolidate } from './consolidate.ts'
import { FALLBACK_THRESHOLD } from './fallback.ts'

const LOADS = 10
const SAFETY = 1.2
/** A migration takes less than one step, which counts as one. */
const STEPS_AHEAD = 1

/**
 * CloudSim's LR 1.2: a host is overloaded when a line through its last ten loads, continued for as long as a migration takes,
 * times the safety parameter reaches its capacity. The paper weighs the loads as Loess does; in CloudSim 3.0.3 the weights are computed
 * but take no effect, so this line too is one of plain least squares.
 */
export const lr = (): Policy => ({ name: 'lr', decide: view => consolidate(view, isOverloaded) })

function isOverloaded(load: number, history: readonly number[]): boolean {
  if (history.length < LOADS) return load > FALLBACK_THRESHOLD
  const { intercept, slope } = fitLine(history.slice(-LOADS))
  return SAFETY * (intercept + slope * (LOADS + STEPS_AHEAD)) >= 1
}

/** Least squares through (1, y1), (2, y2), … */
export function fitLine(ys: readonly number[]): Readonly<{ intercept: number; slope: number }> {
  const meanX = (ys.length + 1) / 2
  const meanY = ys.reduce((sum, y) => sum + y, 0) / ys.length
  let [together, alone] = [0, 0]
  for (const [at, y] of ys.entries()) {
    together += (at + 1 - meanX) * (y - meanY)
    alone += (at + 1 - meanX) ** 2
  }
  const slope = alone === 0 ? 0 : together / alone
  return { intercept: meanY - slope * meanX, slope }
}
