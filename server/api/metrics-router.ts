import { Router } from 'express'
import type { Log } from '../telemetry/log.ts'
import type { Exposes } from '../telemetry/metrics.ts'

export type MetricsRouterDeps = Readonly<{ metrics: Exposes; log: Pick<Log, 'error'> }>

/** `GET /metrics` for a private listener: it asks for no token. */
export function metricsRouter({ metrics, log }: MetricsRouterDeps): Router {
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
