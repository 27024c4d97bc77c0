/**
 * What a scheduler is: five interfaces, as the original design of a scheduler API for oVirt named them. A site's scheduler
 * implements those it cares about; the default scheduler stands in for the others.
 */
import type { Host, HostStatus } from '../model/host.ts'
import type { Vm, VmStatus } from '../model/vm.ts'
import type { HostAction } from '../policy/host-action.ts'
import type { Parameters, ValuesOf } from '../policy/parameter.ts'
import type { Reason, Skipped } from '../policy/reason.ts'
import type { Context, Soon } from './site-unit.ts'

/** What a scheduler says of itself. */
export type SchedulerDeclaration<P extends Parameters = Parameters> = Readonly<{
  /** What a cluster is given it by: letters, digits, `_`, `-`, at most 128. */
  id: string
  /** For people. */
  name: string
  /** Its own version, shown beside the checksum of its file. */
  version: string
  /** The version of ovirt-scheduler it was written for, as "0.2" or "0.2.1": a newer one than runs is not used. */
  writtenFor: string
  /** What it can do, each by a name; a cluster is given one of them, by default the first. */
  policies: readonly string[]
  /** Its inputs, which are validated before it sees them. */
  parameters: P
}>

/** A host that every rule lets a VM run on. */
export type Candidate = Readonly<{
  host: Host
  /** What it has under the weights of the cluster's policy, more is better; absent: nothing was weighed. */
  points?: number
}>

/** A VM that was given a host, not long ago. */
export type Selected = Readonly<{ vmId: string; hostId: string; atMs: number }>

/** What a scheduler may look at beside what it is asked about. */
export type SchedulerContext = Omit<Context, 'cluster'> &
  Readonly<{
    cluster: NonNullable<Context['cluster']>
    /** Of the cluster, whatever their state. */
    hosts: readonly Host[]
    vms: readonly Vm[]
    /** Which of its policies the cluster was given. */
    policy: string
    /** Inputs that the cluster was given; the others hold their defaults. */
    given: readonly string[]
    /** The newest first. */
    selected: readonly Selected[]
  }>

/** A move to make. Without destinations the cluster's host selector chooses one; those the rules exclude are left out. */
export type AskedMove = Readonly<{
  vmId: string
  toHostIds?: readonly string[]
  because: Reason
  /** true: a rule or a limit that an operator set is broken. Such moves come before all that merely improve. */
  limitBroken?: boolean
}>
export type AskedHostAction = Readonly<{ hostId: string; action: HostAction; because: Reason }>
/** Something that only an administrator can change. */
export type AskedNotice = Readonly<{ subject: NoticeSubject; because: Reason }>
export type NoticeSubject = Readonly<{ kind: 'host' | 'vm' | 'cluster'; id: string }>

/** What a scheduler wants done, the most urgent first, and why; also when that is nothing. */
export type SchedulerAdvice = Readonly<{
  because: Reason
  moves?: readonly AskedMove[]
  hostActions?: readonly AskedHostAction[]
  notices?: readonly AskedNotice[]
  skippedHosts?: readonly Skipped[]
  skippedVms?: readonly Skipped[]
}>

/** What the engine's events and reads told. */
type StatusChange<Subject, Status> = Readonly<{
  subject: Subject
  /** undefined: it was not known before. */
  from: Status | undefined
  to: Status
  atMs: number
  /** The engine's event, where one told of it. */
  event?: Readonly<{ code: number; description: string }>
}>
export type VmStatusChange = StatusChange<Vm, VmStatus>
export type HostStatusChange = StatusChange<Host, HostStatus>

/** The host that was chosen, and why. Without one: none of them. */
export type Selection = Readonly<{ hostId?: string; because: Reason }>

/** Chooses a host for a VM. It is offered those alone that the rules of the engine and of the cluster allow. */
export interface HostSelector<P extends Parameters = Parameters> {
  /** Ids of the hosts that were last selected, the newest first. */
  selectedHosts(values: ValuesOf<P>, context: SchedulerContext): Soon<readonly string[]>
  /** Is there one to choose from? Asked when a VM is validated. */
  hasAnyHosts(vm: Vm, candidates: readonly Candidate[], values: ValuesOf<P>, context: SchedulerContext): Soon<boolean>
  selectHost(vm: Vm, candidates: readonly Candidate[], values: ValuesOf<P>, context: SchedulerContext): Soon<Selection>
}

/** Invoked for each cluster at an interval (`schedulers.balanceInterval`). */
export interface LoadBalancer<P extends Parameters = Parameters> {
  /** undefined: it has no say here, and the policy's own balancer is asked. */
  loadBalance(values: ValuesOf<P>, context: SchedulerContext): Soon<SchedulerAdvice | undefined>
}

/** Invoked for each cluster at an interval of its own (`schedulers.timerInterval`), for any purpose. */
export interface TimerInvokedScheduler<P extends Parameters = Parameters> {
  onTimerInvoked(values: ValuesOf<P>, context: SchedulerContext): Soon<SchedulerAdvice | undefined>
}

/** Invoked when the state of a VM has changed, and again with later reads for as long as it lasts. */
export interface VmStatusChanged<P extends Parameters = Parameters> {
  onVmStatusChanged(
    change: VmStatusChange,
    values: ValuesOf<P>,
    context: SchedulerContext,
  ): Soon<SchedulerAdvice | undefined>
}

/** Invoked when the state of a host has changed, and again with later reads for as long as it lasts. */
export interface HostStatusChanged<P extends Parameters = Parameters> {
  onHostStatusChanged(
    change: HostStatusChange,
    values: ValuesOf<P>,
    context: SchedulerContext,
  ): Soon<SchedulerAdvice | undefined>
}

/** The whole of it, as the default scheduler implements it. */
export type Scheduler<P extends Parameters = Parameters> = SchedulerDeclaration<P> &
  HostSelector<P> &
  LoadBalancer<P> &
  TimerInvokedScheduler<P> &
  VmStatusChanged<P> &
  HostStatusChanged<P>

/** A scheduler of a site: any of the functions. What throws counts as no answer. */
export type SiteScheduler<P extends Parameters = Parameters> = SchedulerDeclaration<P> &
  Partial<Omit<Scheduler<P>, keyof SchedulerDeclaration>>

export const schedulerFunctions = [
  'selectedHosts',
  'hasAnyHosts',
  'selectHost',
  'loadBalance',
  'onTimerInvoked',
  'onVmStatusChanged',
  'onHostStatusChanged',
] as const
export type SchedulerFunction = (typeof schedulerFunctions)[number]

/** A scheduler as others see it, wherever its code runs. */
export type SchedulerDescription = SchedulerDeclaration & Readonly<{ functions: readonly SchedulerFunction[] }>
