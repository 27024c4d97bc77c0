import type { PolicyFactory } from '../policy.ts'
import { iqr } from './interquartile-range.ts'
import { lr, lrTricube } from './local-regression.ts'
import { mad } from './median-absolute-deviation.ts'
import { none } from './none.ts'
import { staticThreshold } from './static-threshold.ts'

/** Every policy by its name; the benchmark runs them in this order. */
export const policies: Readonly<Record<string, PolicyFactory>> = {
  none,
  'static-threshold': staticThreshold,
  iqr,
  mad,
  lr,
  'lr-tricube': lrTricube,
}
