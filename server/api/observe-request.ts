import type { RequestHandler } from 'express'
import type { Log } from '../telemetry/log.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { requestIdOf } from '../telemetry/request-id.ts'
import { routes } from './routes.ts'

/** Gives every request its id, and counts it when its reply is over. */
export const observeRequest =
  (metrics: Metrics, log: Log): RequestHandler =>
  (req, res, next) => {
    const begunMs = performance.now()
    const requestId = requestIdOf(req.get('X-Request-Id'))
    res.locals.requestId = requestId
    res.set('X-Request-Id', requestId)
    res.once('close', () => {
      const durationMs = performance.now() - begunMs
      const route = typeof res.locals.route === 'string' ? res.locals.route : 'none'
      const { statusCode: status } = res
      log.debug({ requestId, method: req.method, route, status, durationMs }, 'Answered a request.')
      // A stream lasts as long as its page is open; that is no measure of anything.
      if (route !== routes.events.path) metrics.httpRequest({ method: req.method, route, status, durationMs })
    })
    next()
  }
