import { type RequestHandler, Router } from 'express'
import { type EngineList, enginesPath } from '../../shared/api/engines.ts'
import { type ApiErrorBody, apiErrors } from '../../shared/api/errors.ts'
import type { Health } from '../../shared/api/service.ts'
import { requestIdOf } from '../telemetry/request-id.ts'
import { traceFor } from '../telemetry/trace.ts'
import { replyHeaders } from './reply-headers.ts'

/** One of several engines: its REST API, to be mounted below its name, and how it is. */
export type ServedEngine = Readonly<{ name: string; rest: RequestHandler; health(): Promise<Health> }>

/**
 * `GET /engines` for a private listener, and the REST API of each engine below `/engines/NAME`. Whose token is good at one engine is
 * nobody at another: each asks its own. A name that is none is told from a path that is none by nobody.
 */
export function enginesRouter(engines: readonly ServedEngine[]): Router {
  // What a web server passes on below /engines/ has not the list, which is at /engines alone.
  const router = Router({ strict: true })
  for (const { name, rest } of engines) router.use(`${enginesPath}/${name}`, rest)
  router.use(...replyHeaders)
  router.get(enginesPath, async (_req, res) => {
    const states = await Promise.all(engines.map(({ health }) => health()))
    const list = engines.map(({ name }, at) => ({ name, state: states[at]?.state ?? 'degraded' }))
    res.json({ engines: list } satisfies EngineList)
  })
  router.use((req, res) => {
    const requestId = requestIdOf(req.get('X-Request-Id'), traceFor(req.get('traceparent')).traceId)
    const { status } = apiErrors['not-found']
    const body: ApiErrorBody = { code: 'not-found', message: 'There is nothing here.', fix: ADDRESS, requestId }
    res.set('X-Request-Id', requestId).status(status).json(body)
  })
  return router
}

const ADDRESS =
  'This service is for several engines: address the one that is meant as /engines/NAME/ovirt-scheduler/…, with its name in the configuration.'
