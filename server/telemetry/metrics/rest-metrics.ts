import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import { REQUEST_SECONDS, seconds } from './buckets.ts'

/** What the portal and scripts ask. */
export type RestMetrics = Readonly<{
  /** `route`: the pattern, never the path itself, so that the number of series stays bounded. */
  httpRequest(request: Readonly<{ method: string; route: string; status: number; durationMs: number }>): void
  /** `code`: of shared/api/errors. A failed login is unauthenticated, one request too many too-many-requests. */
  httpError(code: string): void
  liveClients(count: number): void
  liveClientDropped(): void
}>

export function restMetrics(registry: Registry): RestMetrics {
  const registers = [registry]
  const requests = new Histogram({
    name: 'ovirt_scheduler_http_request_duration_seconds',
    help: 'Time to answer a REST request',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: REQUEST_SECONDS,
    registers,
  })
  const errors = new Counter({
    name: 'ovirt_scheduler_http_errors_total',
    help: 'REST requests that were answered with an error, by its code; unauthenticated: a login that failed',
    labelNames: ['code'] as const,
    registers,
  })
  const clients = new Gauge({ name: 'ovirt_scheduler_live_clients', help: 'Open live event streams', registers })
  const dropped = new Counter({
    name: 'ovirt_scheduler_live_clients_dropped_total',
    help: 'Live event streams ended because the client did not read',
    registers,
  })
  // An alert on logins that fail must see the first one: a counter that begins at 1 shows no increase.
  for (const code of ['unauthenticated', 'forbidden', 'too-many-requests', 'internal']) errors.inc({ code }, 0)
  return {
    httpRequest: ({ durationMs, ...labels }) => requests.observe(labels, seconds(durationMs)),
    httpError: code => errors.inc({ code }),
    liveClients: count => clients.set(count),
    liveClientDropped: () => dropped.inc(),
  }
}
