import type { PolicyFactory } from '../policy.ts'
import { consolidate } from './consolidate.ts'
import { isAbove } from './overload-rules.ts'

/** Beloglazov and Buyya's static threshold (THR-MMT): a host is overloaded when its VMs ask for more than 80 % of it. */
export const staticThreshold: PolicyFactory = () => consolidate('static-threshold', isAbove(0.8))
