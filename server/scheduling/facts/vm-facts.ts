import type { PinningPolicy, PlacementAffinity, VmStatus } from '../../../shared/model/vm.ts'

/** These have physical CPUs to themselves. */
export const isExclusive = (policy: PinningPolicy): boolean => policy === 'dedicated' || policy === 'isolate_threads'

export type VirtualNumaNode = Readonly<{
  index: number
  memoryMiB: number
  cpuIds: readonly number[]
  /** Nodes of the host it must lie on; empty: any. */
  hostNodeIndexes: readonly number[]
  mode: 'strict' | 'interleave' | 'preferred'
}>

export type VmNic = Readonly<{
  network?: string
  plugged: boolean
  passthrough: boolean
  /** Provided from outside the engine; the physical network it is linked to, if it is. */
  external: boolean
  physicalNetwork?: string
  failoverNetwork?: string
}>

/**
 * What the engine's policy units look at on a VM. Absent facts were not told; see HostFacts. Source: engine scheduling
 * rules §2, §12.
 */
export type VmFacts = Readonly<{
  id: string
  name: string
  status: VmStatus | undefined
  /** Of a paused VM: its storage failed it. */
  pausedByIoError?: boolean
  /** Where it runs, or while it migrates still the source. */
  hostId?: string
  sockets: number
  /** Per socket, and per core. */
  coresPerSocket: number
  threadsPerCore: number
  memoryMiB: number
  guaranteedMiB?: number
  /** The most it may be given while it runs, where that can be changed; ppc64 books page tables for it. */
  maxMemoryMiB?: number
  /** Video RAM and the count of I/O threads: parts of the memory overhead. */
  videoMiB?: number
  ioThreads?: number
  /** Per vCPU, 0..100; absent while it does not run or was not measured. */
  usageCpuPercent?: number
  usageMemoryPercent?: number
  placement: PlacementAffinity
  /** Pinned: where it may run. Otherwise: where it should start. */
  pinnedHostIds: readonly string[]
  priority: number
  highlyAvailable: boolean
  isHostedEngine: boolean
  /** The tag by which operators say that it is left alone; the engine itself knows no such thing. */
  excludedBy?: string
  isHighPerformance?: boolean
  pinning: PinningPolicy
  /** vCPU → physical CPUs, where pinned by hand. */
  cpuPins?: ReadonlyMap<number, readonly number[]>
  numaNodes?: readonly VirtualNumaNode[]
  /** Size in KiB, from the custom property; absent: none. */
  hugePageKiB?: number
  customProperties?: Readonly<Record<string, string>>
  /** The cluster level it asks for, if not the cluster's own. */
  customVersion?: string
  cpuPassthrough?: boolean
  /** CPU flags that its running or custom CPU model needs; absent on a VM that is down: none. */
  requiredCpuFlags?: ReadonlySet<string>
  /** The machine type it runs on or asks for; absent: the cluster's. */
  emulatedMachine?: string
  nics?: readonly VmNic[]
  leaseDomainId?: string
  hostDevices?: readonly Readonly<{ name: string; pci: boolean }>[]
  mediatedDeviceTypes?: readonly string[]
  usesTscFrequency?: boolean
}>

export const vcpusOf = ({ sockets, coresPerSocket, threadsPerCore }: VmFacts): number =>
  sockets * coresPerSocket * threadsPerCore

/** It holds resources of a host: neither down nor only about to start. */
export const isRunning = ({ status, hostId }: VmFacts): boolean =>
  hostId !== undefined && status !== 'down' && status !== 'wait_for_launch'
