import type { ErrorRequestHandler } from 'express'
import { type ApiErrorBody, type ApiErrorCode, apiErrors } from '../../shared/api/errors.ts'
import { ApplyError } from '../apply/services.ts'
import type { Log } from '../telemetry/log.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { ApiProblem, type FieldProblem } from './api-problem.ts'
import { MAX_BODY_BYTES } from './parse-request.ts'

type Told = Readonly<{ code: ApiErrorCode; message: string; fields?: readonly FieldProblem[] }>

/** Turns whatever was thrown into a reply: the one place that does. A defect is logged whole and told without detail. */
export const errorMapper =
  (log: Log, metrics: Pick<Metrics, 'httpError'>): ErrorRequestHandler =>
  (error: unknown, req, res, next) => {
    const ids = { requestId: String(res.locals.requestId), traceId: String(res.locals.traceId) }
    const { requestId } = ids
    const told = tell(error)
    metrics.httpError(told.code)
    if (told.code === 'internal')
      log.error(
        { error, requestId, method: req.method, path: req.path },
        'A request failed in a way we did not foresee.',
      )
    else if (told.code === 'no-plan')
      log.warn({ error, requestId, path: req.path }, 'No plan was found; the cause says why.')
    else
      log.debug({ error, requestId, method: req.method, path: req.path, code: told.code }, 'A request was turned down.')
    // The reply has begun: it can only be cut off, which Express does.
    if (res.headersSent) return next(error)
    res.status(apiErrors[told.code].status).json(errorBody(told, ids))
  }

/** The reply for what was thrown, by its kind. */
export function tell(error: unknown): Told {
  if (error instanceof ApiProblem || error instanceof ApplyError) {
    const { code, message, fields } = error
    return { code, message, fields }
  }
  if (!(error instanceof Error)) return defect
  if ('code' in error && typeof error.code === 'string' && error.code.startsWith('engine-')) {
    const code = error.code === 'engine-refused' ? 'engine-refused' : 'engine-unreachable'
    return { code, message: `${error.message} (${error.code})` }
  }
  if ('code' in error && typeof error.code === 'string' && error.code.startsWith('store-'))
    return { code: 'store-unavailable', message: `${error.message} (${error.code})` }
  // Only calls of the engine have deadlines.
  if (error.name === 'TimeoutError')
    return { code: 'engine-unreachable', message: 'The engine did not answer in time.' }
  return tellHttp(error) ?? defect
}

const defect: Told = { code: 'internal', message: 'Something went wrong inside the service.' }

/** What Express and its body parser throw: errors that carry the HTTP status they deserve, most with a `type`. */
function tellHttp(error: Error): Told | undefined {
  if (!('status' in error) || typeof error.status !== 'number' || error.status >= 500) return undefined
  const kind = 'type' in error ? error.type : undefined
  if (kind === 'entity.too.large')
    return { code: 'body-too-large', message: `The body is larger than ${MAX_BODY_BYTES} bytes.` }
  if (kind === 'entity.parse.failed') return { code: 'invalid-request', message: 'The body is not valid JSON.' }
  return { code: 'invalid-request', message: `The request cannot be read: ${error.message}.` }
}

function errorBody(
  { code, message, fields = [] }: Told,
  ids: Pick<ApiErrorBody, 'requestId' | 'traceId'>,
): ApiErrorBody {
  const { fix } = apiErrors[code]
  return { code, message, fix, ...(fields.length > 0 && { fields: [...fields] }), ...ids }
}
