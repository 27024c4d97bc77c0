import type { Limit } from '../../../shared/model/host-reading.ts'
import type { DiskLimits, DiskRates } from './disk-io.ts'
import type { GuestMemory } from './guest-memory.ts'
import type { GuestTraits } from './guest-traits.ts'
import type { HostListener } from './host-events.ts'
import type { HostSwap } from './host-swap.ts'
import type { Ksm } from './merge-pages.ts'

/**
 * What stands behind the hosts that somebody asked about or tuned; the others cost nothing. Mutable, and only this folder
 * changes it.
 */
export type Machines = Readonly<{
  byHost: Map<string, Machine>
  /** By VM id, of those machines' guests, and of tuned guests wherever they went. */
  guests: Map<string, GuestState>
  /** By host id. */
  listeners: Map<string, Set<HostListener>>
}>

export const noMachines = (): Machines => ({ byHost: new Map(), guests: new Map(), listeners: new Map() })

export type Machine = {
  readonly hostId: string
  /** A knob of it or of a guest was used: what the engine measures follows it from now on. */
  tuned: boolean
  /** Everything here and in its guests is as of this instant; rates hold until the next one. */
  refreshedMs: number
  ksm: Ksm
  swap: HostSwap
  /** What MOM evaluates on a host that has it, since somebody took its own rules away. */
  momPolicy?: string
  /** Oldest first, as far back as use is told of. */
  slices: CpuSlice[]
}

/** How busy each CPU is from an instant on, until the next slice, in shares of it. */
export type CpuSlice = Readonly<{ fromMs: number; guests: Float32Array; own: Float32Array }>

export type GuestState = {
  readonly vmId: string
  readonly traits: GuestTraits
  readonly startedAtMs: number | undefined
  hostId: string
  /** Since when this host's QEMU has run: the start, or the arrival. */
  sinceMs: number
  /** Its counters have not begun yet. */
  fresh: boolean
  currentKiB: number
  targetKiB: number | undefined
  memory: GuestMemory
  swapInKiBPerS: number
  swapOutKiBPerS: number
  quotaUs: Limit
  periodUs: number
  shares: number
  vcpus: VcpuState[]
  limits: DiskLimits
  disk: DiskRates
  readBytes: number
  writtenBytes: number
}

export type VcpuState = {
  pinnedTo: readonly number[] | undefined
  cpu: number | undefined
  /** Shares of a CPU: what it runs, and what it would run besides if it could. */
  run: number
  delay: number
  runNs: number
  delayNs: number
}
