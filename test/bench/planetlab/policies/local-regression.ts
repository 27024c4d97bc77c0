import { migrationS } from '../hosts-and-vms.ts'
import { type PolicyFactory, STEP_S } from '../policy.ts'
import { consolidate, type OverloadRule } from './consolidate.ts'
import { loadHistory } from './consolidation-plan.ts'
import { whenPastIsShort } from './overload-rules.ts'

const WINDOW_STEPS = 10
const SAFETY = 1.2

/**
 * Beloglazov and Buyya's LR-MMT: a line through the last 10 loads, by least squares, is followed to when the longest migration
 * of the host would have ended; 1.2 times the load there must stay below 1. With fewer than 10 loads the threshold is 0.7.
 *
 * The paper weighs the loads by the tricube of their age. CloudSim has these weights but applies them only if many are zero,
 * which none ever is, so all its published results are of the plain line; `weights: 'tricube'` is the paper's.
 */
const localRegression =
  (name: string, weights: 'equal' | 'tricube'): PolicyFactory =>
  () =>
    consolidate(name, isToOverload(weights))

export const lr = localRegression('lr', 'equal')
export const lrTricube = localRegression('lr-tricube', 'tricube')

const isToOverload =
  (weights: 'equal' | 'tricube'): OverloadRule =>
  planned => {
    const loads = loadHistory(planned).slice(-WINDOW_STEPS)
    if (loads.length < WINDOW_STEPS) return whenPastIsShort(planned)
    const mostMemoryMb = Math.max(...planned.vms.map(({ memoryMb }) => memoryMb))
    const stepsAhead = Math.ceil(migrationS(mostMemoryMb) / STEP_S)
    return SAFETY * extrapolate(loads, stepsAhead, weights) >= 1
  }

/** The value of the fitted line so many steps after the last value. */
export function extrapolate(values: readonly number[], stepsAhead: number, weights: 'equal' | 'tricube'): number {
  const last = values.length - 1
  const weightOf = (index: number) => (weights === 'equal' ? 1 : (1 - ((last - index) / (last + 1)) ** 3) ** 3)
  let [sum, sumX, sumY, sumXx, sumXy] = [0, 0, 0, 0, 0]
  for (const [x, y] of values.entries()) {
    const weight = weightOf(x)
    sum += weight
    sumX += weight * x
    sumY += weight * y
    sumXx += weight * x * x
    sumXy += weight * x * y
  }
  const slope = (sum * sumXy - sumX * sumY) / (sum * sumXx - sumX * sumX)
  return (sumY - slope * sumX) / sum + slope * (last + stepsAhead)
}
