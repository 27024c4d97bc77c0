import { apiPaths, pathTo } from '../../shared/api/paths.ts'
import type { Recommendation } from '../../shared/plan/recommendation.ts'
import type { Applier, Recommendations } from '../apply/services.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { Log } from '../telemetry/log.ts'
import type { Caller } from './callers.ts'
import type { Permissions } from './permissions.ts'
import { placeOf } from './place-of.ts'
import { routes } from './routes.ts'
import type { Serve } from './serve-route.ts'
import { forEachOf } from './several-recommendations.ts'

export type RecommendationRoutesDeps = Readonly<{
  recommendations: Recommendations
  applier: Applier
  permissions: Permissions
  snapshots: SnapshotSource
  log: Pick<Log, 'error'>
}>

export function recommendationRoutes(serve: Serve, deps: RecommendationRoutesDeps): void {
  const { recommendations, applier, permissions, snapshots, log } = deps
  const { permit } = routes.apply

  const requireOn = (caller: Caller, { cluster }: Recommendation): Promise<void> =>
    permissions.require(caller, permit, placeOf(cluster, snapshots))

  serve(routes.recommendations, async ({ query: { cursor, ...filter } }) => {
    const after = cursor === undefined ? undefined : placeIn(cursor)
    const { recommendations: listed, next } = await recommendations.page({ ...filter, after })
    return { recommendations: listed, ...(next && { next: `${next.createdAtMs}.${next.id}` }) }
  })

  serve(routes.recommendation, async ({ id, caller }) => {
    const { recommendation, explanation } = await recommendations.get(id)
    const mayApply = await permissions.has(caller, permit, placeOf(recommendation.cluster, snapshots))
    return { recommendation, explanation, mayApply, permissionNeeded: permit }
  })

  serve(routes.apply, async ({ id, caller, by, locate }) => {
    const { recommendation } = await recommendations.get(id)
    await requireOn(caller, recommendation)
    const run = await applier.apply(id, by)
    locate(pathTo(apiPaths.run, run.id))
    return { runId: run.id }
  })

  serve(routes.dismiss, async ({ id, body, caller, by }) => {
    const { recommendation } = await recommendations.get(id)
    await requireOn(caller, recommendation)
    return recommendations.dismiss(id, by, body.reason)
  })

  serve(routes.snooze, async ({ id, body, caller, by }) => {
    const { recommendation } = await recommendations.get(id)
    await requireOn(caller, recommendation)
    return recommendations.snooze(id, by, body.untilMs)
  })

  serve(routes.wake, async ({ id, caller, by }) => {
    const { recommendation } = await recommendations.get(id)
    await requireOn(caller, recommendation)
    return recommendations.wake(id, by)
  })

  serve(routes.applySeveral, ({ body, caller, by, signal }) =>
    forEachOf(body.ids, { find: recommendations.get, signal, log }, async one => {
      await requireOn(caller, one)
      return { runId: (await applier.apply(one.id, by)).id }
    }),
  )

  serve(routes.dismissSeveral, ({ body, caller, by, signal }) =>
    forEachOf(body.ids, { find: recommendations.get, signal, log }, async one => {
      await requireOn(caller, one)
      await recommendations.dismiss(one.id, by, body.reason)
      return {}
    }),
  )

  serve(routes.snoozeSeveral, ({ body, caller, by, signal }) =>
    forEachOf(body.ids, { find: recommendations.get, signal, log }, async one => {
      await requireOn(caller, one)
      await recommendations.snooze(one.id, by, body.untilMs)
      return {}
    }),
  )
}

/** What the schema has let through has a dot after the digits. */
function placeIn(cursor: string): { createdAtMs: number; id: string } {
  const dot = cursor.indexOf('.')
  return { createdAtMs: Number(cursor.slice(0, dot)), id: cursor.slice(dot + 1) }
}
