import { apiPaths, pathTo } from '../../shared/api/paths.ts'
import type { Applier, Recommendations } from '../apply/services.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { Permissions } from './permissions.ts'
import { placeOf } from './place-of.ts'
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

  serve(routes.recommendations, async ({ query }) => ({ recommendations: await recommendations.list(query) }))

  serve(routes.recommendation, async ({ id, caller }) => {
    const { recommendation, explanation } = await recommendations.get(id)
    const mayApply = await permissions.has(caller, permit, placeOf(recommendation.cluster, snapshots))
    return { recommendation, explanation, mayApply, permissionNeeded: permit }
  })

  serve(routes.apply, async ({ id, caller, locate }) => {
    const { recommendation } = await recommendations.get(id)
    await permissions.require(caller, permit, placeOf(recommendation.cluster, snapshots))
    const run = await applier.apply(id, caller.user)
    locate(pathTo(apiPaths.run, run.id))
    return { runId: run.id }
  })

  serve(routes.dismiss, async ({ id, body, caller }) => {
    const { recommendation } = await recommendations.get(id)
    await permissions.require(caller, routes.dismiss.permit, placeOf(recommendation.cluster, snapshots))
    return recommendations.dismiss(id, caller.user, body.reason)
  })
}
