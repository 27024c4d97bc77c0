/** The engine's VM states, by the names its REST API uses. */
export const vmStatuses = [
  'unassigned',
  'down',
  'up',
  'powering_up',
  'paused',
  'migrating',
  'unknown',
  'not_responding',
  'wait_for_launch',
  'reboot_in_progress',
  'saving_state',
  'restoring_state',
  'suspended',
  'image_locked',
  'powering_down',
] as const
export type VmStatus = (typeof vmStatuses)[number]

/** migratable: freely; user_migratable: only when a person asks; pinned: never. */
export const placementAffinities = ['migratable', 'user_migratable', 'pinned'] as const
export type PlacementAffinity = (typeof placementAffinities)[number]

/** How vCPUs are bound to CPUs of the host, in the order in which the engine places VMs: the most demanding last. */
export const pinningPolicies = ['none', 'dedicated', 'isolate_threads', 'resize_and_pin_numa', 'manual'] as const
export type PinningPolicy = (typeof pinningPolicies)[number]

/** What the engine's own scheduling looks at besides. Absent: the engine did not tell, or tells nobody. */
export type VmScheduling = Readonly<{
  /** Cores are per socket, threads per core. */
  topology: Readonly<{ sockets: number; cores: number; threads: number }>
  /** 0..100; higher goes first. */
  priority: number
  pinning?: PinningPolicy
  /** vCPU → CPUs of the host, e.g. "0-3,^2"; only where pinned by hand. */
  cpuPins?: Readonly<Record<string, string>>
  highPerformance: boolean
  customProperties: Readonly<Record<string, string>>
  /** The cluster level it asks for, as "4.6", where it is not the cluster's. */
  customVersion?: string
  customMachine?: string
  customCpu?: string
  cpuPassthrough: boolean
  ioThreads?: number
  leaseDomainId?: string
}>

export type Vm = Readonly<{
  id: string
  name: string
  clusterId: string
  /** undefined: the engine sent none or one we do not know. Never chosen to move. */
  status: VmStatus | undefined
  /** Where it runs; while migrating still the source; absent when it does not run. */
  hostId?: string
  memoryMiB: number
  guaranteedMiB?: number
  vcpus: number
  placement: PlacementAffinity
  /** Hosts it is restricted to; empty: any. */
  pinnedHostIds: readonly string[]
  highlyAvailable: boolean
  /** e.g. ovirt, managed_hosted_engine. */
  origin?: string
  startedAtMs?: number
  /** As configured, e.g. rhel_9x64; the version as the guest's agent reports it. */
  os?: Readonly<{ type: string; version?: string }>
  /** The tag by which operators say that it is left alone; absent: it has none. */
  excludedBy?: string
  scheduling?: VmScheduling
}>
