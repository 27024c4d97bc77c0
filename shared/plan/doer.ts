import { z } from 'zod'
import type { Named } from './named.ts'

/** Where a request came from. */
export const requestSourceSchema = z
  .object({
    address: z.string().describe('Of the client, as the engine’s web server or the connection itself tells it'),
    requestId: z.string().describe('Ties the entry to the reply and to the log; the client may have chosen it'),
  })
  .readonly()
  .meta({ id: 'RequestSource' })
export type RequestSource = z.infer<typeof requestSourceSchema>

/** A person who asks over the REST API, and from where. */
export type Person = Readonly<{ user: Named; from: RequestSource }>

/** Who does something: a person with where they are, or by name alone, as the service itself is. */
export type Doer = Named | Person

export const nameOf = (doer: Doer): Named => ('user' in doer ? doer.user : doer)

/** The doer as an audit entry holds it; where they were stands nowhere else. */
export const auditedAs = (doer: Doer): Readonly<{ by: Named; from?: RequestSource }> =>
  'user' in doer ? { by: doer.user, from: doer.from } : { by: doer }
