import type { HostStatus } from '../../../shared/model/host.ts'
import type { PinningPolicy } from '../../../shared/model/vm.ts'

/** One logical CPU of a host as its agent reports it. `usagePercent` is of this CPU, 0..100. */
export type CpuThread = Readonly<{
  id: number
  socket: number
  core: number
  usagePercent: number
  /** VMs that are pinned here, and by which policy; `vmId` is absent for what the host keeps for itself. */
  pinnings: readonly Readonly<{ vmId?: string; policy: PinningPolicy }>[]
}>

export type NumaNode = Readonly<{
  index: number
  totalMiB: number
  /** Less what is promised to VMs on their way. */
  freeMiB?: number
  cpuIds: readonly number[]
  /** Page size in KiB → free pages. */
  freeHugePages?: ReadonlyMap<number, number>
}>

/** A network the host carries, on a NIC that has an address or not. */
export type HostNetwork = Readonly<{ name: string; hasAddress: boolean }>

export type HostedEngineState = Readonly<{
  configured: boolean
  active: boolean
  /** 0..3400. */
  score: number
  localMaintenance: boolean
  globalMaintenance: boolean
}>

/**
 * What the engine's policy units look at on a host. An absent fact is one nobody told us: a unit that needs it answers
 * "unknown", it never assumes. Memory in MiB; load in percent of one CPU. Source: engine scheduling rules §2, §12.
 */
export type HostFacts = Readonly<{
  id: string
  name: string
  address?: string
  status: HostStatus | undefined
  /** Of the whole host, not per socket. */
  sockets?: number
  cores?: number
  threads?: number
  /** Of all CPUs together, 0..100. */
  usagePercent?: number
  onlineCpuIds?: readonly number[]
  /** Empty: the host does not report one. Absent: not read. */
  topology?: readonly CpuThread[]
  /** Since when its load has been out of bounds; null: it is not; absent: nobody kept the time. */
  cpuOverCommitSinceMs?: number | null
  spm: 'none' | 'contending' | 'spm'
  physicalMiB: number
  /** Free and reclaimable. */
  freeMiB?: number
  swapTotalMiB?: number
  swapFreeMiB?: number
  /** What may still be scheduled here, pending VMs already taken off: overcommit, guest overhead and reserve counted. */
  maxSchedulingMiB?: number
  /** VMs known to the host, VMs that are Up, and migrations in and out. */
  vmCount: number
  vmActive: number
  vmMigrating: number
  supportedVersions?: readonly string[]
  cpuFlags?: ReadonlySet<string>
  emulatedMachines?: readonly string[]
  hostedEngine?: HostedEngineState
  networks?: readonly HostNetwork[]
  /** Virtual functions that are free, by network. */
  freeVirtualFunctions?: ReadonlyMap<string, number>
  hooks?: readonly string[]
  tsc?: Readonly<{ frequencyHz: number; scaling: boolean }>
  /** Empty: no NUMA. */
  numaNodes?: readonly NumaNode[]
  /** Page size in KiB → free pages, as the host reports them: what VMs on their way will take is still in it. */
  freeHugePages?: ReadonlyMap<number, number>
  /** Names of devices that a VM can be given, those in use left out. */
  freeDevices?: ReadonlySet<string>
  passthroughEnabled?: boolean
  /** Mediated device type → free instances. */
  mediatedDevices?: ReadonlyMap<string, number>
  /** Storage domains whose leases the host has acquired. */
  leaseDomainIds?: ReadonlySet<string>
  /** As the host's agent names it: family and version. */
  os?: Readonly<{ family: string; version: string }>
  /** For power management of empty hosts. */
  power?: Readonly<{
    enabled: boolean
    /** The policy put it to sleep, so the policy may wake it. Absent: nobody tells who did. */
    controlledByPolicy?: boolean
    policyDisabled: boolean
    externalStatusOk: boolean
  }>
}>
