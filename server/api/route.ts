import type { z } from 'zod'
import type { ApiErrorCode } from '../../shared/api/errors.ts'
import type { apiPaths } from '../../shared/api/paths.ts'
import type { Access } from './admission.ts'
import type { Permit } from './permissions.ts'

/**
 * One entry of the API, as data. The router, the OpenAPI document and the tests are all made from it, so that none of
 * them can say something else.
 */
export type Route = Readonly<{
  method: 'get' | 'post' | 'put'
  path: (typeof apiPaths)[keyof typeof apiPaths]
  summary: string
  access: Access
  /** Asked for on the cluster concerned, beside the access. */
  permit?: Permit
  query?: z.ZodType
  body?: z.ZodType
  status: 200 | 201 | 202
  reply: z.ZodType
  /** A stream of events instead of one JSON value; `reply` is the shape of one event. */
  stream?: boolean
  /** What who asks for XML gets instead. */
  alsoXml?: string
  /** What the reply's Location header points to. */
  location?: string
  /** Beside those that its access, query and body bring with them. */
  errors: readonly ApiErrorCode[]
}>
