/**
 * `ovirt-scheduler/sdk`, all that a policy unit or a scheduler of a site imports:
 *
 *     import { accept, defineUnit, integer, reject } from 'ovirt-scheduler/sdk'
 *
 *     export default defineUnit({
 *       id: 'few_vms',
 *       description: 'Keeps hosts with room for one more VM',
 *       parameters: { most: integer({ label: 'VMs a host', help: 'At most', min: 1, max: 500, default: 50 }) },
 *       filter: (vm, host, { most }, { vmsOn }) =>
 *         vmsOn(host.id).length < most ? accept : reject(`runs ${vmsOn(host.id).length} of ${most} VMs`),
 *     })
 *
 * `defineScheduler` declares a scheduler of a site: see scheduler.ts.
 */
import type { Host } from '../model/host.ts'
import type { Vm } from '../model/vm.ts'
import type { Parameters } from '../policy/parameter.ts'
import { type Reason, reason, type Skipped, skip } from '../policy/reason.ts'
import type { Verdict } from '../policy/unit.ts'
import type {
  AskedHostAction,
  AskedMove,
  AskedNotice,
  NoticeSubject,
  SchedulerAdvice,
  SiteScheduler,
} from './scheduler.ts'
import type { Score, SiteBalance, SiteUnit } from './site-unit.ts'

export type { Cluster, SchedulingPolicy } from '../model/cluster.ts'
export type { Host, HostStatistics, HostStatus } from '../model/host.ts'
export type { Snapshot } from '../model/snapshot.ts'
export type { PlacementAffinity, Vm, VmStatus } from '../model/vm.ts'
export { type HostAction, hostActions } from '../policy/host-action.ts'
export { boolean, choice, integer, type Parameter, type Parameters, text, type ValuesOf } from '../policy/parameter.ts'
export type { Reason, Skipped } from '../policy/reason.ts'
export { accept, type BalanceInput, type OnFailure, type Verdict } from '../policy/unit.ts'
export type {
  AskedHostAction,
  AskedMove,
  AskedNotice,
  Candidate,
  HostSelector,
  HostStatusChange,
  HostStatusChanged,
  LoadBalancer,
  Scheduler,
  SchedulerAdvice,
  SchedulerContext,
  SchedulerDeclaration,
  Selected,
  Selection,
  SiteScheduler,
  TimerInvokedScheduler,
  VmStatusChange,
  VmStatusChanged,
} from './scheduler.ts'
export type { Context, Score, SiteBalance, SiteUnit } from './site-unit.ts'

/** Declares a unit; the types of its functions follow from its parameters. Export the result. */
export const defineUnit = <const P extends Parameters>(unit: SiteUnit<P>): SiteUnit<P> => unit

type Values = Reason['values']

const because = (text: string, values?: Values): Reason => reason('site-unit', text, values)

/** The host is out, and why: one sentence with the numbers compared. */
export const reject = (text: string, values?: Values): Verdict => ({ ok: false, reason: because(text, values) })

/** A score with its reason. */
export const score = (points: number, text: string, values?: Values): Score => ({
  score: points,
  because: because(text, values),
})

type Looked = Readonly<{ skippedHosts?: readonly Skipped[]; skippedVms?: readonly Skipped[] }>

/** Move `vm` to the first of `hosts` that the engine accepts. */
export const move = (vm: Vm, hosts: readonly Host[], text: string, looked: Looked = {}): SiteBalance => ({
  move: { vmId: vm.id, toHostIds: hosts.map(({ id }) => id) },
  because: because(text),
  ...looked,
})

/** Nothing is to move, and why. */
export const stay = (text: string, looked: Looked = {}): SiteBalance => ({ because: because(text), ...looked })

/** Names a host or VM that was looked at and left out. */
export const skipped = (subject: Readonly<{ id: string; name: string }>, text: string): Skipped =>
  skip(subject, because(text))

/** Declares a scheduler of a site; the types of its functions follow from its parameters. Export the result. */
export const defineScheduler = <const P extends Parameters>(scheduler: SiteScheduler<P>): SiteScheduler<P> => scheduler

/** What a scheduler wants done, and why in one sentence; `wanted` left out: nothing. */
export const advise = (text: string, wanted: Omit<SchedulerAdvice, 'because'> = {}): SchedulerAdvice => ({
  because: because(text),
  ...wanted,
})

/** Move the VM to the first of `hosts` that may take it; without hosts, to the one that is selected for it. */
export const askMove = (vm: Vm, text: string, hosts?: readonly Host[]): AskedMove => ({
  vmId: vm.id,
  because: because(text),
  ...(hosts && { toHostIds: hosts.map(({ id }) => id) }),
})

export const askHost = (host: Host, action: AskedHostAction['action'], text: string): AskedHostAction => ({
  hostId: host.id,
  action,
  because: because(text),
})

/** Tells administrators of something that only they can change. */
export const notice = (kind: NoticeSubject['kind'], { id }: Readonly<{ id: string }>, text: string): AskedNotice => ({
  subject: { kind, id },
  because: because(text),
})
