import type { RequestHandler } from 'express'

type Request = Readonly<{
  method: string
  /** With its query, from `/ovirt-engine` on. */
  path: string
  correlationId: string | undefined
  traceparent: string | undefined
}>

const MOST_KEPT = 2000

/** The requests that reached the REST API, oldest first, also those that were answered with a fault. */
export function createRequestLog(): Readonly<{ middleware: RequestHandler; route: RequestHandler }> {
  const requests: Request[] = []
  return {
    middleware(req, _res, next) {
      const { method, originalUrl: path } = req
      requests.push({ method, path, correlationId: req.get('correlation-id'), traceparent: req.get('traceparent') })
      if (requests.length > MOST_KEPT) requests.shift()
      next()
    },
    route(_req, res) {
      res.json({ requests })
    },
  }
}
