import { Router } from 'express'
import type { Applier, Recommendations } from '../apply/services.ts'
import type { Log } from '../telemetry/log.ts'
import type { Metrics } from '../telemetry/metrics.ts'

export type MetricsRouterDeps = Readonly<{
  metrics: Metrics
  recommendations: Recommendations
  applier: Applier
  log: Log
}>

const MAX_COUNTED = 10_000

/** `GET /metrics` for a private listener: it asks for no token. Counts what is open or under way, not the past. */
export function metricsRouter({ metrics, recommendations, applier, log }: MetricsRouterDeps): Router {
  metrics.countRecommendations(async () => ({
    open: (await recommendations.list({ state: 'open', limit: MAX_COUNTED })).length,
    applying: (await recommendations.list({ state: 'applying', limit: MAX_COUNTED })).length,
  }))
  metrics.countRuns(async () => ({
    waiting: (await applier.listRuns({ state: 'waiting', limit: MAX_COUNTED })).length,
    running: (await applier.listRuns({ state: 'running', limit: MAX_COUNTED })).length,
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
