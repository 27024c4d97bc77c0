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

/** More open recommendations than this are not counted; a cluster has one or a few. */
const MAX_COUNTED = 10_000

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

  serve(routes.clusters, async () => {
    const views = viewsOf(currentSnapshot(snapshots))
    const open = await recommendations.list({ state: 'open', limit: MAX_COUNTED })
    const openIn = Map.groupBy(open, ({ cluster }) => cluster.id)
    const clusters = [...views.values()].map(view =>
      summary(view, openIn.get(view.id)?.length ?? 0, recommendations.findAdvice(view.id)),
    )
    return { clusters, ...freshness() }
  })

  serve(routes.cluster, async ({ id, caller }): Promise<ClusterDetail> => {
    const snapshot = currentSnapshot(snapshots)
    const view = viewsOf(snapshot).get(clusterIn(snapshot, id).id)
    if (view === undefined) throw new Error(`cluster ${id} of the snapshot has no view`)
    const open = await recommendations.list({ state: 'open', clusterId: id, limit: MAX_COUNTED })
    const advice = recommendations.findAdvice(id)
    return {
      ...summary(view, open.length, advice),
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

function summary({ hostViews: _, ...view }: ClusterView, open: number, advice: Advice | undefined): ClusterSummary {
  const notices = [...(advice?.notices ?? [])]
  return { ...view, openRecommendations: open, notices, ...(advice && { advice: advice.because }) }
}
