import type { AffinityGroup } from './affinity-group.ts'
import type { Cluster, EnginePolicyUnit, SchedulingPolicy } from './cluster.ts'
import type { Host } from './host.ts'
import type { Vm } from './vm.ts'

/** Everything read from one engine at one time. An immutable value: a what-if is a new one. */
export type Snapshot = Readonly<{
  /** When the read began, by our clock. */
  takenAtMs: number
  /** How long the read took and how many requests it needed. */
  durationMs: number
  requests: number
  /** Engine clock minus ours at the read. */
  clockSkewMs: number
  engineVersion: string
  clusters: readonly Cluster[]
  hosts: readonly Host[]
  vms: readonly Vm[]
  policies: readonly SchedulingPolicy[]
  units: readonly EnginePolicyUnit[]
  /** Of all clusters. Absent: not read. */
  affinityGroups?: readonly AffinityGroup[]
  /** Objects that the engine sent in a shape we cannot read, left out here; `path` is the place in its reply. */
  problems?: readonly Readonly<{ path: string; problem: string }>[]
}>

export type EngineProblem = Readonly<{ code: string; message: string; sinceMs: number }>

/** What is known of the engine now. `problem` is present while the last read failed; the last snapshot is kept. */
export type SnapshotState = Readonly<{ snapshot?: Snapshot; problem?: EngineProblem }>
