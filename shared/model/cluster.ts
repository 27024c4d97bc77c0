/** A cluster as the engine configures it. Property values are text, as the engine stores them. */
export type Cluster = Readonly<{
  id: string
  name: string
  dataCenterId?: string
  policyId?: string
  /** The cluster's overrides and defaults of the policy's properties, by name. */
  properties: Readonly<Record<string, string>>
  overCommitPercent: number
  threadsAsCores: boolean
  /** The engine is upgrading this cluster's hosts: balancing pauses. */
  upgradeInProgress: boolean
  scheduling?: ClusterScheduling
  memory?: ClusterMemory
}>

/** How hosts of the cluster may save memory. Absent: the engine did not tell. It hands the same three on to MOM. */
export type ClusterMemory = Readonly<{ ballooning: boolean; ksm: boolean; ksmMergeAcrossNodes: boolean }>

export const onErrorPolicies = ['migrate', 'do_not_migrate', 'migrate_highly_available'] as const
/** What the engine's own scheduling looks at besides. Absent: the engine did not tell. */
export type ClusterScheduling = Readonly<{
  /** As "4.7". */
  version?: string
  architecture?: string
  haReservation: boolean
  /** Which VMs leave a host that becomes non-operational. */
  onError?: (typeof onErrorPolicies)[number]
}>

export type PolicyUnitKind = 'filter' | 'weight' | 'load_balancing'

/** A policy unit as the engine lists it. `internal: false`: discovered from an external scheduler, i.e. from us. */
export type EnginePolicyUnit = Readonly<{
  id: string
  name: string
  kind: PolicyUnitKind | undefined
  internal: boolean
  enabled: boolean
  /** In the words of whoever made it; absent: it has none. */
  description?: string
  /** Property name → regular expression. */
  properties: Readonly<Record<string, string>>
}>

export type SchedulingPolicy = Readonly<{
  id: string
  name: string
  locked: boolean
  properties: Readonly<Record<string, string>>
  /** Ids of units; the position or factor beside it. */
  filters: readonly Readonly<{ unitId: string; position: number }>[]
  weights: readonly Readonly<{ unitId: string; factor: number }>[]
  balanceUnitId?: string
}>
