/** The port through which schedulers are asked. */
import type { Cluster } from '../../../shared/model/cluster.ts'
import type { Vm } from '../../../shared/model/vm.ts'
import type { Selected } from '../../../shared/sdk/scheduler.ts'
import type { IndexedSnapshot } from '../../model/indexed-snapshot.ts'
import type { UnitHealth } from '../unit-health.ts'
import type { Failure } from '../unit-runtime.ts'
import type { CheckedAdvice, CheckedSelection } from './check-scheduler-answer.ts'
import type { RegisteredScheduler } from './loaded-scheduler.ts'

export type ListedScheduler = RegisteredScheduler & Readonly<{ health(): UnitHealth }>

/** What a cluster has: a scheduler that runs, with one of its policies and inputs that are valid. */
export type ClusterScheduler = Readonly<{
  scheduler: RegisteredScheduler
  policy: string
  values: Readonly<Record<string, string | number | boolean>>
  /** Inputs that are not at their defaults because somebody set them. */
  given: readonly string[]
  /** What was given and cannot be used, as sentences: the default scheduler, a policy's or an input's default stand in. */
  problems: readonly string[]
}>

/** Where a question is asked about. */
export type ClusterAsked = Readonly<{ index: IndexedSnapshot; cluster: Cluster }>
export type OfferedHost = Readonly<{ hostId: string; points?: number }>
export type VmAsked = ClusterAsked & Readonly<{ vm: Vm; candidates: readonly OfferedHost[] }>
/** A change of the state of a VM or a host of the cluster. */
export type StatusChange = Readonly<{
  kind: 'vm' | 'host'
  id: string
  from: string | undefined
  to: string
  atMs: number
  event?: Readonly<{ code: number; description: string }>
}>

/** `by`: the scheduler that answered, which is the default one where the cluster's own lacks the function. */
export type Answered<T> = Readonly<{ ok: true; value: T; by: string } | (Failure & { by: string })>

export type Schedulers = Readonly<{
  /** All there are, those that are not used included. */
  list(): readonly ListedScheduler[]
  of(cluster: Cluster, index: IndexedSnapshot): ClusterScheduler
  /** Hosts given to VMs of a cluster not long ago, the newest first. */
  selected(clusterId: string): readonly Selected[]
  selectedHosts(asked: ClusterAsked): Promise<Answered<readonly string[]>>
  hasAnyHosts(asked: VmAsked): Promise<Answered<boolean>>
  /** Remembers what was selected, unless that is only a trial. */
  selectHost(asked: VmAsked, how?: Readonly<{ isTrial: boolean }>): Promise<Answered<CheckedSelection>>
  /** undefined: it has no say here. */
  loadBalance(asked: ClusterAsked): Promise<Answered<CheckedAdvice | undefined>>
  onTimerInvoked(asked: ClusterAsked): Promise<Answered<CheckedAdvice | undefined>>
  onStatusChanged(asked: ClusterAsked, change: StatusChange): Promise<Answered<CheckedAdvice | undefined>>
}>
