import type { ClusterDetail, ClusterSummary } from '../../shared/api/clusters.ts'
import type { Advice, Recommendations } from '../apply/services.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import { type ClusterView, clusterViewsOf } from './cluster-views.ts'
import { clusterIn, currentSnapshot } from './current-snapshot.ts'
import type { Permissions } from './permissions.ts'
import type { HealthOfCluster, ScoreCluster } from './ports.ts'
import { routes } from './routes.ts'
import type { Serve } from './serve-route.ts'

export type ClusterRoutesDeps = Readonly<{
  recommendations: Recommendations
  snapshots: SnapshotSource
  scoreCluster: ScoreCluster
  healthOfCluster: HealthOfCluster
  permissions: Permissions
  now: () => number
}>

export function clusterRoutes(serve: Serve, deps: ClusterRoutesDeps): void {
  const { recommendations, snapshots, scoreCluster, healthOfCluster, permissions, now } = deps
  const { permit } = routes.apply
  const viewsOf = clusterViewsOf(scoreCluster)

  /** How far the figures may be trusted. */
  const freshness = () => {
    const { takenAtMs } = currentSnapshot(snapshots)
    const { problem } = snapshots.current()
    return { snapshotTakenAtMs: takenAtMs, snapshotAgeMs: now() - takenAtMs, ...(problem && { problem }) }
  }

  const openByCluster = async (): Promise<ReadonlyMap<string, number>> =>
    new Map((await recommendations.count(['open'])).map(({ clusterId, count }) => [clusterId, count]))

  serve(routes.clusters, async () => {
    const views = viewsOf(currentSnapshot(snapshots))
    const open = await openByCluster()
    const clusters = [...views.values()].map(view =>
      summary(view, open.get(view.id), recommendations.findAdvice(view.id)),
    )
    return { clusters, ...freshness() }
  })

  serve(routes.cluster, async ({ id, caller }): Promise<ClusterDetail> => {
    const snapshot = currentSnapshot(snapshots)
    const view = viewsOf(snapshot).get(clusterIn(snapshot, id).id)
    if (view === undefined) throw new Error(`cluster ${id} of the snapshot has no view`)
    const open = await openByCluster()
    const advice = recommendations.findAdvice(id)
    return {
      ...summary(view, open.get(id), advice),
      hostViews: view.hostViews,
      mayApply: await permissions.has(caller, permit, clusterIn(snapshot, id)),
      permissionNeeded: permit,
      ...(advice && { explanation: { skippedHosts: [...advice.skippedHosts], skippedVms: [...advice.skippedVms] } }),
      ...freshness(),
    }
  })

  serve(routes.clusterHealth, ({ id }) => {
    const snapshot = currentSnapshot(snapshots)
    return healthOfCluster(indexSnapshot(snapshot), clusterIn(snapshot, id))
  })
}

function summary({ hostViews: _, ...view }: ClusterView, open = 0, advice?: Advice): ClusterSummary {
  const notices = [...(advice?.notices ?? [])]
  return { ...view, openRecommendations: open, notices, ...(advice && { advice: advice.because }) }
}
