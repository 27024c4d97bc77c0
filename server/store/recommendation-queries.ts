import type { Kysely } from 'kysely'
import { type RecommendationState, recommendationSchema } from '../../shared/plan/recommendation.ts'
import type { RecommendationFilter } from '../../shared/plan/recommendation-query.ts'
import { present, type ReportBadRow, readJson } from './read-row.ts'
import { rememberRead } from './remember-read.ts'
import { DEFAULT_LIMIT, type Store } from './store.ts'
import type { RecommendationRow, Tables } from './tables.ts'

type ListedRow = Pick<RecommendationRow, 'id' | 'state' | 'created_at_ms' | 'recommendation'>
type Queries = Pick<Store, 'listRecommendations' | 'pageRecommendations' | 'countRecommendations'>

/** Recommendations in lists, by pages and in numbers. */
export function recommendationQueries(db: Kysely<Tables>, report: ReportBadRow): Queries {
  const read = rememberRead(({ id, recommendation }: ListedRow) =>
    readJson(recommendationSchema, recommendation, { table: 'recommendations', id }, report),
  )

  function rowsOf(filter: RecommendationFilter, limit: number): Promise<ListedRow[]> {
    const { state, clusterId, kind, ids, after } = filter
    let query = db.selectFrom('recommendations').select(['id', 'state', 'created_at_ms', 'recommendation'])
    if (state !== undefined) query = query.where('state', '=', state)
    if (clusterId !== undefined) query = query.where('cluster_id', '=', clusterId)
    if (kind !== undefined) query = query.where('kind', '=', kind)
    if (ids !== undefined) query = query.where('id', 'in', ids)
    if (after !== undefined) {
      const { createdAtMs, id } = after
      query = query.where(({ and, eb, or }) =>
        or([eb('created_at_ms', '<', createdAtMs), and([eb('created_at_ms', '=', createdAtMs), eb('id', '<', id)])]),
      )
    }
    return query.orderBy('created_at_ms', 'desc').orderBy('id', 'desc').limit(limit).execute()
  }

  return {
    async listRecommendations(filter) {
      const { limit = DEFAULT_LIMIT } = filter
      return present((await rowsOf(filter, limit)).map(read))
    },

    async pageRecommendations(filter) {
      const { limit = DEFAULT_LIMIT } = filter
      // One more than is asked for tells whether any follow.
      const rows = await rowsOf(filter, limit + 1)
      const page = rows.slice(0, limit)
      const last = rows.length > limit ? page.at(-1) : undefined
      return {
        recommendations: present(page.map(read)),
        ...(last && { next: { createdAtMs: last.created_at_ms, id: last.id } }),
      }
    },

    async countRecommendations(states) {
      const rows = await db
        .selectFrom('recommendations')
        .select(({ fn }) => ['cluster_id', 'state', fn.countAll().as('count')])
        .where('state', 'in', states)
        .groupBy(['cluster_id', 'state'])
        .execute()
      return rows.map(({ cluster_id: clusterId, state, count }) => ({
        clusterId,
        state: state as RecommendationState,
        count: Number(count),
      }))
    },
  }
}
