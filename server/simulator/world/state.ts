/**
 * The state of a simulated engine: what its database and its hosts would hold. Mutable, but only `world/` changes it;
 * `rest/` reads it and asks the world for changes. Memory is bytes and times are ms since the epoch, as in the real API.
 */

import type { PolicyUnitKind } from '../../../shared/model/cluster.ts'
import type { HostStatus } from '../../../shared/model/host.ts'
import type { PlacementAffinity, VmStatus } from '../../../shared/model/vm.ts'

export type Properties = Record<string, string>

export type SimCluster = {
  id: string
  name: string
  description: string
  dataCenterId: string
  policyId: string
  properties: Properties
  overCommitPercent: number
  threadsAsCores: boolean
  ballooning: boolean
  ksm: boolean
  ksmMergeAcrossNodes: boolean
  haReservation: boolean
  onError: 'migrate' | 'do_not_migrate' | 'migrate_highly_available'
  upgradeInProgress: boolean
}

export type SimNumaNode = { id: string; index: number; cpus: number[]; memoryMiB: number; distances: number[] }

export type SimHost = {
  id: string
  name: string
  clusterId: string
  address: string
  status: HostStatus
  cpu: { model: string; type: string; mhz: number; sockets: number; cores: number; threads: number }
  memoryBytes: number
  swapTotalBytes: number
  linkMbps: number
  isSpm: boolean
  numa: SimNumaNode[]
  tagIds: string[]
  bootedAtMs: number
  /** What the engine last polled (every 15 s of simulated time), not what is true this very moment. */
  measured: {
    memoryUsedPercent: number
    swapUsedBytes: number
    sharedBytes: number
    cpuUserPercent: number
    cpuSystemPercent: number
    load5m: number
    ksmCpuPercent: number
  }
}

export type SimMigration = {
  toHostId: string
  correlationId: string
  jobId: string
  startedAtMs: number
  totalBytes: number
  doneBytes: number
  /** Asked with an explicit destination: no second attempt (event 120 instead of 65). */
  explicitDestination: boolean
  byUserId: string | undefined
}

export type SimVm = {
  id: string
  name: string
  clusterId: string
  status: VmStatus
  hostId: string | undefined
  memoryBytes: number
  guaranteedBytes: number
  maxMemoryBytes: number
  ballooning: boolean
  topology: { sockets: number; cores: number; threads: number }
  placement: PlacementAffinity
  pinnedHostIds: string[]
  highAvailability: { enabled: boolean; priority: number }
  origin: string
  kind: 'server' | 'desktop' | 'high_performance'
  osType: string
  tagIds: string[]
  startedAtMs: number | undefined
  stoppedAtMs: number | undefined
  migration: SimMigration | undefined
  /** As last polled. CPU: 100 = one physical core, not divided by vCPUs. */
  measured: {
    cpuPercentOfCore: number
    memoryUsedPercent: number
    networkPercent: number
    cpuHistory: number[]
    memoryHistory: number[]
  }
  /** What is true and the engine cannot know: CPU asked for and given (100 = one core), memory the guest uses. */
  load: { wantedCpuPercent: number; gotCpuPercent: number; guestBytes: number }
}

export type SimPolicyUnit = {
  id: string
  name: string
  description: string
  /** undefined: a selector. */
  kind: PolicyUnitKind | undefined
  internal: boolean
  enabled: boolean
  properties: Properties
}

export type SimPolicy = {
  id: string
  name: string
  description: string
  locked: boolean
  isDefault: boolean
  properties: Properties
  filters: { unitId: string; position: number }[]
  weights: { unitId: string; factor: number }[]
  balanceUnitId: string | undefined
}

export type SimRule = { enabled: boolean; enforcing: boolean; positive: boolean }
export type SimAffinityGroup = {
  id: string
  clusterId: string
  name: string
  description: string
  priority: number
  vmsRule: SimRule
  hostsRule: SimRule
  vmIds: string[]
  hostIds: string[]
  vmLabelIds: string[]
  hostLabelIds: string[]
}
export type SimAffinityLabel = { id: string; name: string; implicitGroup: boolean; vmIds: string[]; hostIds: string[] }

export type SimEvent = {
  index: number
  code: number
  severity: 'normal' | 'warning' | 'error' | 'alert'
  atMs: number
  description: string
  origin: string
  customId: number
  correlationId: string | undefined
  userId?: string | undefined
  vmId?: string | undefined
  hostId?: string | undefined
  clusterId?: string | undefined
  deleted?: boolean
}

export type SimStep = {
  id: string
  type: 'validating' | 'executing' | 'finalizing'
  description: string
  status: SimJobStatus
  startedAtMs: number
  endedAtMs: number | undefined
  parentId: string | undefined
}
export type SimJobStatus = 'started' | 'finished' | 'failed' | 'aborted' | 'unknown'
export type SimJob = {
  id: string
  description: string
  status: SimJobStatus
  external: boolean
  autoCleared: boolean
  ownerId: string | undefined
  correlationId: string | undefined
  startedAtMs: number
  updatedAtMs: number
  endedAtMs: number | undefined
  steps: SimStep[]
}

export type SimTag = { id: string; name: string; description: string; parentId: string | undefined }
export type SimUser = {
  id: string
  name: string
  lastName: string
  login: string
  profile: string
  authz: string
  password: string
  email: string | undefined
}
export type SimRole = {
  id: string
  name: string
  description: string
  administrative: boolean
  mutable: boolean
  permits: string[]
}
/** No object: the whole system. */
export type SimPermission = {
  id: string
  roleId: string
  userId?: string | undefined
  groupId?: string | undefined
  object?: { type: 'cluster' | 'data_center' | 'host' | 'vm'; id: string } | undefined
}
export type SimDataCenter = { id: string; name: string; description: string; status: 'up' }

export type SimState = {
  seed: number
  engineVersion: { full: string; major: number; minor: number; build: number; revision: number }
  /** engine-config values that matter here, e.g. ExternalSchedulerEnabled, EnableVdsLoadBalancing. */
  config: {
    externalSchedulerEnabled: boolean
    externalSchedulerUrl: string
    balancingEnabled: boolean
    balancingIntervalMs: number
  }
  dataCenters: Map<string, SimDataCenter>
  clusters: Map<string, SimCluster>
  hosts: Map<string, SimHost>
  vms: Map<string, SimVm>
  policies: Map<string, SimPolicy>
  units: Map<string, SimPolicyUnit>
  affinityGroups: Map<string, SimAffinityGroup>
  affinityLabels: Map<string, SimAffinityLabel>
  tags: Map<string, SimTag>
  users: Map<string, SimUser>
  /** Accounts beyond those; the engine knows nothing of them until one is added. */
  directory: readonly SimUser[]
  roles: Map<string, SimRole>
  permissions: Map<string, SimPermission>
  jobs: Map<string, SimJob>
  /** Oldest first; index grows. */
  events: SimEvent[]
}
