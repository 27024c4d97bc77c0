import type { Reason } from '../../../shared/policy/reason.ts'

/** What readings of a host do not tell of its CPUs and VMs. */
export type CpuContext = Readonly<{
  /** Kept for dedicated VMs or for the host, beside those that it has isolated: nothing is put there. */
  reservedCpuIds: ReadonlySet<number>
  /** What each further thread of a core adds to its capacity, in CPUs; by default `USUAL_THREAD_CAPACITY`. */
  threadCapacity?: number
  /** The affinity, in CPU ids, of a vCPU that we pinned, as it was found; undefined: not pinned by us. */
  originalOf(vmId: string, vcpu: number): readonly number[] | undefined
  /** Why a VM is not ours to move, where the readings do not tell it: pinned by hand, dedicated CPUs, about to leave. */
  leaveAlone(vmId: string): Reason | undefined
  /** The NUMA node of a VM, as it was found first; undefined: that which it runs on now. */
  homeOf(vmId: string): number | undefined
}>
