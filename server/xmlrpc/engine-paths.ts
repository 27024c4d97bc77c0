import express, { type Express } from 'express'
import { enginePath } from '../config/engine-parts.ts'
import { plainAddress } from '../config/network.ts'
import type { Log } from '../telemetry/log.ts'

export type EnginePaths = Readonly<{
  /** To be listened on: `/engines/NAME/` is the endpoint of that engine. */
  app: Express
  open(name: string, endpoint: Express): void
  /** Takes no more calls for it. */
  shut(name: string): void
}>

const QUIET_MS = 60_000
const MOST_NAMED = 200

/**
 * One door for several engines, each by its path. Nobody is answered for another: a path without a name, or with one that is none, is
 * HTTP 404, which the engine writes into its log. `now` in ms.
 */
export function createEnginePaths(names: readonly string[], log: Pick<Log, 'warn'>, now: () => number): EnginePaths {
  const endpoints = new Map<string, Express>()
  let toldMs = Number.NEGATIVE_INFINITY

  const app = express().disable('x-powered-by').disable('etag')
  for (const name of names) {
    app.use(enginePath(name), (req, res, next) => {
      const endpoint = endpoints.get(name)
      if (endpoint !== undefined) endpoint(req, res, next)
      else refuse(res.set('Retry-After', '1'), 503, 'not ready yet')
    })
  }
  app.use((req, res) => {
    // Once a minute says enough, and lets nobody fill the log.
    if (now() - toldMs >= QUIET_MS) {
      toldMs = now()
      const fields = { path: req.path.slice(0, MOST_NAMED), address: plainAddress(req.socket.remoteAddress ?? '') }
      log.warn(fields, 'An XML-RPC call was for no engine of the configuration; see ExternalSchedulerServiceURL there.')
    }
    refuse(
      res,
      404,
      'this service is for several engines: XML-RPC is at /engines/NAME/, with a name of its configuration',
    )
  })
  return { app, open: (name, endpoint) => endpoints.set(name, endpoint), shut: name => endpoints.delete(name) }
}

const refuse = (res: express.Response, status: number, why: string): void => {
  res.status(status).type('text/plain').end(`${why}\n`)
}
