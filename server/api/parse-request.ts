import type { Request } from 'express'
import type { z } from 'zod'
import { ApiProblem } from './api-problem.ts'

/** Largest JSON body that is read. */
export const MAX_BODY_BYTES = 262_144

/** The query as the schema types it. Throws `invalid-request` naming every parameter that is wrong. */
export const parseQuery = <S extends z.ZodType>(schema: S, req: Request): z.output<S> =>
  parse(schema, req.query, 'query')

/** The body as the schema types it; no body counts as an empty one. Throws `invalid-request` naming every field. */
export function parseBody<S extends z.ZodType>(schema: S, req: Request): z.output<S> {
  // A body of another kind was not read. `Content-Length: 0`, which browsers send with a bare POST, is no body.
  if (req.is('application/json') === false && req.headers['content-length'] !== '0')
    throw new ApiProblem('invalid-request', 'The body must be JSON, with "Content-Type: application/json".')
  return parse(schema, req.body ?? {}, 'body')
}

function parse<S extends z.ZodType>(schema: S, given: unknown, place: 'query' | 'body'): z.output<S> {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map(issue => ({ path: issue.path.map(String).join('.'), problem: issue.message }))
  throw new ApiProblem('invalid-request', `The ${place} of the request is not valid. Nothing was changed.`, fields, {
    cause: parsed.error,
  })
}
