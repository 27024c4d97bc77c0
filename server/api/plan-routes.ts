import type { Plans } from '../apply/plans.ts'
import type { Applier } from '../apply/services.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import { clusterIn, currentSnapshot } from './current-snapshot.ts'
import type { Permissions } from './permissions.ts'
import { placeOf } from './place-of.ts'
import { routes } from './routes.ts'
import type { Serve } from './serve-route.ts'

export type PlanRoutesDeps = Readonly<{
  plans: Plans
  applier: Applier
  permissions: Permissions
  snapshots: SnapshotSource
}>

/** Making plans, and what may be done with the runs they become. */
export function planRoutes(serve: Serve, { plans, applier, permissions, snapshots }: PlanRoutesDeps): void {
  serve(routes.plan, async ({ id, body, caller, by, signal }) => {
    await permissions.require(caller, routes.plan.permit, clusterIn(currentSnapshot(snapshots), id))
    return plans.request({ clusterId: id, ...body }, by, signal)
  })

  serve(routes.restore, async ({ id, body, caller, by, signal }) => {
    await permissions.require(caller, routes.restore.permit, clusterIn(currentSnapshot(snapshots), id))
    return plans.restore(id, body.sinceMs, by, signal)
  })

  serve(routes.cancelRun, async ({ id, caller, by }) => {
    const { cluster } = await applier.getRun(id)
    await permissions.require(caller, routes.cancelRun.permit, placeOf(cluster, snapshots))
    return applier.cancel(id, by)
  })

  serve(routes.undoRun, async ({ id, caller, by, signal }) => {
    const { cluster } = await applier.getRun(id)
    await permissions.require(caller, routes.undoRun.permit, placeOf(cluster, snapshots))
    return plans.undo(id, by, signal)
  })
}
