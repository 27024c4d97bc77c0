import { Router } from 'express'
import type { RecommendationState } from '../../shared/plan/recommendation.ts'
import { MOST_CURRENT } from '../apply/most-current.ts'
import type { Applier, Recommendations } from '../apply/services.ts'
import type { Log } from '../telemetry/log.ts'
import type { Metrics } from '../telemetry/metrics.ts'

export type MetricsRouterDeps = Readonly<{
  metrics: Metrics
  recommendations: Recommendations
  applier: Applier
  log: Log
}>

/** `GET /metrics` for a private listener: it asks for no token. Counts what is open or under way, not the past. */
export function metricsRouter({ metrics, recommendations, applier, log }: MetricsRouterDeps): Router {
  metrics.countRecommendations(async () => {
    const counts = await recommendations.count(['open', 'applying'])
    const all = (wanted: RecommendationState) =>
      counts.reduce((sum, { state, count }) => (state === wanted ? sum + count : sum), 0)
    return { open: all('open'), applying: all('applying') }
  })
  metrics.countRuns(async () => ({
    waiting: (await applier.listRuns({ state: 'waiting', limit: MOST_CURRENT })).length,
    running: (await applier.listRuns({ state: 'running', limit: MOST_CURRENT })).length,
  }))

  const router = Router()
  router.get('/metrics', async (_req, res) => {
    try {
      const { contentType, text } = await metrics.expose()
      res.set('Content-Type', contentType).send(text)
    } catch (error) {
      log.error({ error }, 'The metrics could not be collected.')
      res.status(500).type('text/plain').send('The metrics could not be collected; the log says why.\n')
    }
  })
  return router
}
