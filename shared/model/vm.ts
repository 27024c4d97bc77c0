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
}>
