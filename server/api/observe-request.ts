import type { RequestHandler } from 'express'
import type { Log } from '../telemetry/log.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { requestIdOf } from '../telemetry/request-id.ts'
import { traceFor, within } from '../telemetry/trace.ts'
import { toTraceparent } from '../telemetry/traceparent.ts'
import { routes } from './routes.ts'

/** Gives every request its id and its trace, in which it is answered, and counts it when its reply is over. */
export const observeRequest =
  (metrics: Metrics, log: Log): RequestHandler =>
  (req, res, next) => {
    const begunMs = performance.now()
    const trace = traceFor(req.get('traceparent'))
    const requestId = requestIdOf(req.get('X-Request-Id'), trace.traceId)
    res.locals.requestId = requestId
    res.locals.traceId = trace.traceId
    res.set('X-Request-Id', requestId)
    res.set('traceparent', toTraceparent(trace))
    res.once('close', () => {
      const durationMs = performance.now() - begunMs
      const route = typeof res.locals.route === 'string' ? res.locals.route : 'none'
      const { statusCode: status } = res
      within(trace, () =>
        log.debug({ requestId, method: req.method, route, status, durationMs }, 'Answered a request.'),
      )
      // A stream lasts as long as its page is open; that is no measure of anything.
      if (route !== routes.events.path) metrics.httpRequest({ method: req.method, route, status, durationMs })
    })
    within(trace, next)
  }
