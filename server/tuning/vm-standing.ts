import type { Reason } from '../../shared/policy/reason.ts'

/** What whoever manages a VM says of it, as far as balancers must know. */
export type VmStanding = Readonly<{
  /** Why its pins are not ours to set. */
  keepsPins?: Reason
  /** Why its balloon is not. */
  keepsMemory?: Reason
  /** Higher goes first. */
  priority: number
  /** It may be asked to leave its host. */
  canLeave: boolean
  /** It is left alone because nothing is known of it yet, or no more. */
  isUnknown?: true
}>

/** A VM that nobody manages but its host. */
export const unmanagedVm: VmStanding = { priority: 0, canLeave: false }
