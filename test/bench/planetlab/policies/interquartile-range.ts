import type { PolicyFactory } from '../policy.ts'
import { consolidate } from './consolidate.ts'
import { adaptiveThreshold, interquartileRange } from './overload-rules.ts'

/**
 * Beloglazov and Buyya's IQR-MMT: the threshold is 1 - 1.5 times the interquartile range of the last 30 loads. With fewer
 * than 12 loads it is 0.7.
 */
export const iqr: PolicyFactory = () => consolidate('iqr', adaptiveThreshold(1.5, interquartileRange))
