import type { SelectionView } from '../../shared/api/schedulers.ts'
import { reason } from '../../shared/policy/reason.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { Schedulers } from '../runtime/schedulers/schedulers.ts'
import type { ExplainedVm } from '../scheduling/explain/explain-vm.ts'
import { rankedHosts } from '../scheduling/pipeline/ranked-hosts.ts'
import { clusterIn } from './current-snapshot.ts'
import { routes } from './routes.ts'
import { schedulerList } from './scheduler-views.ts'
import type { Serve } from './serve-route.ts'

export type SchedulerRoutesDeps = Readonly<{
  schedulers: Schedulers
  snapshots: SnapshotSource
  /** Throws `not-found` and `no-snapshot`. */
  explained: (vmId: string) => Promise<ExplainedVm>
}>

export function schedulerRoutes(serve: Serve, { schedulers, snapshots, explained }: SchedulerRoutesDeps): void {
  serve(routes.schedulers, () => {
    const { snapshot } = snapshots.current()
    return schedulerList(schedulers, snapshot && indexSnapshot(snapshot))
  })

  serve(routes.selection, async ({ id }) => selectionOf(await explained(id), schedulers))
}

async function selectionOf(
  { index, vm, placement, decision }: ExplainedVm,
  schedulers: Schedulers,
): Promise<SelectionView> {
  const cluster = clusterIn(index.snapshot, placement.cluster.id)
  const named = (hostId: string) => ({ id: hostId, name: index.hosts.get(hostId)?.name ?? hostId })
  const candidates = rankedHosts(decision)
  const read = index.vms.get(vm.id)
  const { policy, scheduler } = schedulers.of(cluster, index)
  const shown = {
    vm: placement.vm,
    policy,
    candidates: candidates.map(({ hostId, ...points }) => ({ host: named(hostId), ...points })),
    snapshotTakenAtMs: placement.snapshotTakenAtMs,
  }
  if (read === undefined) {
    const because = reason('vm-gone', `${vm.name} has not been read.`)
    return { ...shown, scheduler: scheduler.scheduler.id, hasAnyHosts: false, because }
  }
  const asked = { index, cluster, vm: read, candidates }
  const any = await schedulers.hasAnyHosts(asked)
  const answered = await schedulers.selectHost(asked, { isTrial: true })
  if (!answered.ok) {
    const because = reason(`scheduler-${answered.code}`, `${answered.message}.`, { scheduler: answered.by })
    return { ...shown, scheduler: answered.by, hasAnyHosts: any.ok && any.value, because }
  }
  const { hostId, because } = answered.value
  return {
    ...shown,
    scheduler: answered.by,
    hasAnyHosts: any.ok && any.value,
    because,
    ...(hostId !== undefined && { selected: named(hostId) }),
  }
}
