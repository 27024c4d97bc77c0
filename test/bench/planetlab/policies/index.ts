import type { PolicyFactory } from '../policy.ts'
import { iqr } from './iqr.ts'
import { lr } from './lr.ts'
import { mad } from './mad.ts'
import { none } from './none.ts'
import { ours } from './ours.ts'
import { ovirtEvenlyDistributed } from './ovirt-evenly-distributed.ts'
import { ovirtPowerSaving } from './ovirt-power-saving.ts'
import { proxlb } from './proxlb.ts'
import { proxmoxStaticLoad } from './proxmox-static-load.ts'
import { threshold } from './threshold.ts'
import { xenOrchestraDensity } from './xen-orchestra-density.ts'
import { xenOrchestraPerformance } from './xen-orchestra-performance.ts'

/** Name → what makes a new one, which knows nothing of another day. One line adds a policy; the benchmark runs them in this order. */
export const policies: Readonly<Record<string, PolicyFactory>> = {
  none,
  threshold,
  iqr,
  mad,
  lr,
  'ovirt-power-saving': ovirtPowerSaving,
  'ovirt-evenly-distributed': ovirtEvenlyDistributed,
  'xen-orchestra-performance': xenOrchestraPerformance,
  'xen-orchestra-density': xenOrchestraDensity,
  proxlb,
  'proxmox-static-load': proxmoxStaticLoad,
  ours: () => ours(),
}
