/** The engine's host states, by the names its REST API uses. */
export const hostStatuses = [
  'down',
  'error',
  'initializing',
  'installing',
  'install_failed',
  'maintenance',
  'non_operational',
  'non_responsive',
  'pending_approval',
  'preparing_for_maintenance',
  'connecting',
  'reboot',
  'unassigned',
  'up',
  'installing_os',
  'kdumping',
] as const
export type HostStatus = (typeof hostStatuses)[number]

/** What the engine last measured. A figure the engine did not give is absent, never zero. */
export type HostStatistics = Readonly<{
  /** Physical memory in use and free, in MiB. The engine reports steps of 1 % of the total. */
  memoryUsedMiB?: number
  memoryFreeMiB?: number
  swapUsedMiB?: number
  swapTotalMiB?: number
  /** Whole host, 0..100. */
  cpuPercent?: number
  /** Raw 5-minute load average. */
  load5m?: number
  ksmCpuPercent?: number
}>

/** What the engine's own scheduling looks at besides. Absent: the engine did not tell, or tells nobody. */
export type HostScheduling = Readonly<{
  sockets?: number
  spm: 'none' | 'contending' | 'spm'
  /** VMs the host knows, in any state. */
  totalVms?: number
  numaSupported?: boolean
  os?: Readonly<{ family: string; version: string }>
  /** Fencing is set up; the engine may switch the host off to save power. */
  powerManagement?: Readonly<{ enabled: boolean; automatic: boolean }>
  externalStatus?: string
  hostedEngine?: Readonly<{
    configured: boolean
    active: boolean
    score: number
    localMaintenance: boolean
    globalMaintenance: boolean
  }>
}>

export type Host = Readonly<{
  id: string
  name: string
  clusterId: string
  /** undefined: the engine sent a status we do not know. Treated as not usable. */
  status: HostStatus | undefined
  address?: string
  /** Physical memory. */
  totalMiB: number
  /** What the engine would still schedule here: overcommit % × physical − committed − reserved − pending. */
  maxSchedulingMiB?: number
  cores?: number
  threads?: number
  activeVms: number
  migratingVms: number
  isSpm: boolean
  statistics: HostStatistics
  scheduling?: HostScheduling
}>
