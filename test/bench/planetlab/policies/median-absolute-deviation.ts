import type { PolicyFactory } from '../policy.ts'
import { consolidate } from './consolidate.ts'
import { adaptiveThreshold, medianAbsoluteDeviation } from './overload-rules.ts'

/**
 * Beloglazov and Buyya's MAD-MMT: the threshold is 1 - 2.5 times the median absolute deviation of the last 30 loads. With
 * fewer than 12 loads it is 0.7.
 */
export const mad: PolicyFactory = () => consolidate('mad', adaptiveThreshold(2.5, medianAbsoluteDeviation))
