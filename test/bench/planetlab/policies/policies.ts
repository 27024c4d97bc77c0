import type { Policy } from '../policy.ts'
import { iqr } from './iqr.ts'
import { lr } from './lr.ts'
import { mad } from './mad.ts'
import { none } from './none.ts'
import { threshold } from './threshold.ts'

/** Name → a new one, which knows nothing of another day. */
export const policies: Readonly<Record<string, () => Policy>> = { none, threshold, iqr, mad, lr }
