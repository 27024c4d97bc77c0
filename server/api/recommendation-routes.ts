import { apiPaths, pathTo } from '../../shared/api/paths.ts'
import type { Named } from '../../shared/plan/recommendation.ts'
import type { Applier, Recommendations } from '../apply/services.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { ClusterPlace, Permissions } from './permissions.ts'
import { routes } from './routes.ts'
import type { Serve } from './serve-route.ts'

export type RecommendationRoutesDeps = Readonly<{
  recommendations: Recommendations
  applier: Applier
  permissions: Permissions
  snapshots: SnapshotSource
}>

export function recommendationRoutes(serve: Serve, deps: RecommendationRoutesDeps): void {
  const { recommendations, applier, permissions, snapshots } = deps
  const { permit } = routes.apply

  // A recommendation names its cluster only; what was granted on the data centre counts once a snapshot tells which.
  const placeOf = (cluster: Named): ClusterPlace => {
    const { snapshot } = snapshots.current()
    return (snapshot && indexSnapshot(snapshot).clusters.get(cluster.id)) ?? cluster
  }

  serve(routes.recommendations, async ({ query }) => ({ recommendations: await recommendations.list(query) }))

  serve(routes.recommendation, async ({ id, caller }) => {
    const { recommendation, explanation } = await recommendations.get(id)
    const mayApply = await permissions.has(caller, permit, placeOf(recommendation.cluster))
    return { recommendation, explanation, mayApply, permissionNeeded: permit }
  })

  serve(routes.apply, async ({ id, caller, locate }) => {
    const { recommendation } = await recommendations.get(id)
    await permissions.require(caller, permit, placeOf(recommendation.cluster))
    const run = await applier.apply(id, caller.user)
    locate(pathTo(apiPaths.run, run.id))
    return { runId: run.id }
  })

  serve(routes.dismiss, async ({ id, body, caller }) => {
    const { recommendation } = await recommendations.get(id)
    await permissions.require(caller, routes.dismiss.permit, placeOf(recommendation.cluster))
    return recommendations.dismiss(id, caller.user, body.reason)
  })
}
