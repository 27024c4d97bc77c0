import type { Skipped } from '../../../shared/policy/reason.ts'

/**
 * A place that vCPUs are put on: one physical CPU, or the threads of one core together. Which thread of a core runs what is
 * better left to the kernel.
 */
export type Core = Readonly<{
  /** Those that are online, not isolated and not reserved; ascending, never empty. */
  cpuIds: readonly number[]
  nodeId?: number
  /** In CPUs: 1, and somewhat more for a core with several threads. */
  capacity: number
  /** Percent of one CPU that is used here by what is not ours to move: the host itself, QEMU’s own threads, VMs left alone. */
  fixedPercent: number
}>

/** A vCPU that may be moved. */
export type MovableVcpu = Readonly<{
  vmId: string
  vmName: string
  vcpu: number
  /** Run time and time it waited for a CPU, percent of one CPU: 0 to 100. */
  demandPercent: number
  /** Where it runs: an index into `cores`. */
  core: number
  /** Where it may run, by its configured affinity: indexes into `cores`, ascending. `core` need not be among them. vCPUs that may run on the same cores share one list. */
  allowedCores: readonly number[]
  /** Of those cores the CPUs that its affinity allows, where that is not all of them. */
  allowedCpuIds?: ReadonlySet<number>
  /** The NUMA node that its VM’s memory is taken to be on; absent where the host has one node or tells none. */
  homeNode?: number
  /** The VM has other vCPUs, and all of them fit on its home node: to split it over nodes costs more than to move it. */
  isTogether: boolean
  /** By us, to one core. */
  isPinned: boolean
}>

/** What is known of a vCPU from one round to the next is found by it. */
export const vcpuKey = ({ vmId, vcpu }: Pick<MovableVcpu, 'vmId' | 'vcpu'>): string => `${vmId} ${vcpu}`

/** One host at one instant, as the planner of pins sees it. */
export type CpuView = Readonly<{
  /** By the host’s clock. */
  atMs: number
  cores: readonly Core[]
  vcpus: readonly MovableVcpu[]
  /** VMs that are left alone, and why. Their load is in `fixedPercent`. */
  leftAlone: readonly Skipped[]
}>
