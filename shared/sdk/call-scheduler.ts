import type { HostStatus } from '../model/host.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { VmStatus } from '../model/vm.ts'
import type { Parameters, ValuesOf } from '../policy/parameter.ts'
import type {
  Candidate,
  HostStatusChange,
  SchedulerContext,
  SchedulerFunction,
  Selected,
  SiteScheduler,
  VmStatusChange,
} from './scheduler.ts'

/** A question to a scheduler as data: everything is named by its id in the snapshot that goes with it. */
export type SchedulerAsk = Readonly<{
  clusterId: string
  policy: string
  given: readonly string[]
  selected: readonly Selected[]
  vmId?: string
  candidates?: readonly Readonly<{ hostId: string; points?: number }>[]
  /** The subject is the VM or the host of `changedId`. */
  change?: Readonly<{
    from?: string
    to: string
    atMs: number
    event?: Readonly<{ code: number; description: string }>
  }>
  changedId?: string
}>

/**
 * Puts a question to one function of a scheduler, wherever that runs. Throws where the snapshot lacks what the question
 * names, or the scheduler the function; otherwise as the function does.
 */
export async function callScheduler<P extends Parameters>(
  scheduler: SiteScheduler<P>,
  name: SchedulerFunction,
  ask: SchedulerAsk,
  { snapshot, values, fetch }: Readonly<{ snapshot: Snapshot; values: ValuesOf<P>; fetch: SchedulerContext['fetch'] }>,
): Promise<unknown> {
  const context = contextOf(snapshot, ask, fetch)
  const changed = <Subject extends Readonly<{ id: string }>>(subjects: readonly Subject[]) => {
    const { change: { from, ...change } = amiss() } = ask
    return { ...change, from, subject: subjects.find(({ id }) => id === ask.changedId) ?? amiss() }
  }
  switch (name) {
    case 'selectedHosts':
      return scheduler.selectedHosts?.(values, context)
    case 'hasAnyHosts':
      return scheduler.hasAnyHosts?.(vmOf(ask, context), candidatesOf(ask, context), values, context)
    case 'selectHost':
      return scheduler.selectHost?.(vmOf(ask, context), candidatesOf(ask, context), values, context)
    case 'loadBalance':
      return scheduler.loadBalance?.(values, context)
    case 'onTimerInvoked':
      return scheduler.onTimerInvoked?.(values, context)
    case 'onVmStatusChanged': {
      const change = changed(context.vms) as VmStatusChange & { from: VmStatus | undefined }
      return scheduler.onVmStatusChanged?.(change, values, context)
    }
    case 'onHostStatusChanged': {
      const change = changed(context.hosts) as HostStatusChange & { from: HostStatus | undefined }
      return scheduler.onHostStatusChanged?.(change, values, context)
    }
  }
}

function contextOf(
  snapshot: Snapshot,
  { clusterId, policy, given, selected }: SchedulerAsk,
  fetch: SchedulerContext['fetch'],
): SchedulerContext {
  const vms = snapshot.vms.filter(vm => vm.clusterId === clusterId)
  let byHost: ReadonlyMap<string | undefined, typeof vms> | undefined
  return {
    snapshot,
    cluster: snapshot.clusters.find(({ id }) => id === clusterId) ?? amiss(),
    hosts: snapshot.hosts.filter(host => host.clusterId === clusterId),
    vms,
    vmsOn(hostId) {
      byHost ??= Map.groupBy(vms, vm => vm.hostId)
      return byHost.get(hostId) ?? []
    },
    policy,
    given,
    selected,
    fetch,
  }
}

const vmOf = ({ vmId }: SchedulerAsk, { vms }: SchedulerContext) => vms.find(({ id }) => id === vmId) ?? amiss()

function candidatesOf({ candidates = [] }: SchedulerAsk, { hosts }: SchedulerContext): readonly Candidate[] {
  const byId = new Map(hosts.map(host => [host.id, host]))
  return candidates.map(({ hostId, points }) => ({
    host: byId.get(hostId) ?? amiss(),
    ...(points !== undefined && { points }),
  }))
}

function amiss(): never {
  throw new Error('the service asked about something that is not in its snapshot')
}
