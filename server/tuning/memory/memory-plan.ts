import type { Reason, Skipped } from '../../../shared/policy/reason.ts'

/** A VM whose memory may be changed. KiB throughout. */
export type MemoryGuest = Readonly<{
  vmId: string
  vmName: string
  /** What it has now. */
  currentKiB: number
  /** What it was asked to come to and has not reached, where that is known. */
  headedKiB?: number
  /** Its guarantee, and what it was started with. */
  minKiB: number
  maxKiB: number
  /** What it could give without swapping, as its balloon driver tells. */
  usableKiB: number
  swapInKiBPerS?: number
  swapOutKiBPerS?: number
  majorFaultsPerS?: number
  /** Higher goes first when memory is short, and gives last. */
  priority: number
}>

/** One host at one instant, as the planner of memory sees it. */
export type MemoryView = Readonly<{
  atMs: number
  totalKiB: number
  availableKiB: number
  guests: readonly MemoryGuest[]
  /** VMs that neither give nor get, and why. */
  leftAlone: readonly Skipped[]
  /** VMs of the host, those left alone included: each needs something beside its own memory. */
  vmCount: number
}>

export type MemoryLimits = Readonly<{
  /** The reserve is the largest of: so much, so much of the host, so much for each VM. */
  reserveKiB: number
  reservePercent: number
  reservePerVmKiB: number
  /** Of the reserve: below it nothing is granted, and more is taken at once. */
  criticalPercent: number
  /** A VM is starved with less usable memory than this, in percent of its maximum, within bounds. */
  starvePercent: number
  starveLeastKiB: number
  starveMostKiB: number
  /** What is taken of a VM in one round at most, in percent of its maximum. */
  takePercent: number
  /** What is given to it. */
  givePercent: number
  /** Of the host’s memory, for all VMs together in one round. */
  hostTakePercent: number
  hostGivePercent: number
  /** Smaller changes are not worth a call. */
  deadBandKiB: number
  /** Rounds in a row that a host must have room before memory that was taken is given back. */
  patience: number
}>

export type MemoryTarget = Readonly<{
  vmId: string
  vmName: string
  fromKiB: number
  toKiB: number
  /** take: the host or others need it. give: it starves. return: it once had more, and the host has room. */
  kind: 'take' | 'give' | 'return'
  reason: Reason
}>

export type MemoryMemory = Readonly<{
  /** Rounds in a row with room enough to return something. */
  roomFor: number
  /** What each VM's major faults were, to see them rise. */
  faultsPerS: ReadonlyMap<string, number>
}>

export const noMemoryMemory: MemoryMemory = { roomFor: 0, faultsPerS: new Map() }

export type MemoryPlan = Readonly<{
  targets: readonly MemoryTarget[]
  /** emergency: hardly anything is left, nothing is granted. short: somebody starves or the reserve is touched. */
  phase: 'calm' | 'short' | 'emergency'
  reserveKiB: number
  /** What may be granted in this round: available above the reserve, without what is already on its way. */
  budgetKiB: number
  /** What starved VMs would need. */
  needKiB: number
  /** What VMs could still give, within their guarantees. */
  givableKiB: number
  standing: Reason
  memory: MemoryMemory
}>
