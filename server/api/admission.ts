import type { Request } from 'express'
import { ApiProblem } from './api-problem.ts'
import type { Caller, Callers } from './callers.ts'

/** open: anybody. signed-in: any user of the engine. administrator: whoever holds an administrative role there. */
export type Access = 'open' | 'signed-in' | 'administrator'

/** Lets a request in or throws `unauthenticated` or `forbidden`. undefined: an open door, nobody was asked. */
export type Admit = (req: Request, access: Access) => Promise<Caller | undefined>

export const createAdmission =
  (callers: Callers): Admit =>
  async (req, access) => {
    if (access === 'open') return undefined
    const token = requireToken(req.headers.authorization)
    const caller = await callers.identify(token, req.method === 'GET' ? 'read' : 'act')
    if (caller === undefined)
      throw new ApiProblem('unauthenticated', 'The engine does not know this token; the portal session may have ended.')
    if (access === 'administrator' && !caller.administrator)
      throw new ApiProblem('forbidden', `${caller.user.name} has no administrative role in the engine.`)
    return caller
  }

/** The token of a Bearer header, in the alphabet of RFC 6750; undefined for anything else, which never reaches the engine. */
export const tokenIn = (header: string | undefined): string | undefined =>
  /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(header ?? '')?.[1]

function requireToken(header: string | undefined): string {
  const token = tokenIn(header)
  if (token !== undefined) return token
  const why = header === undefined ? 'The request has no token.' : 'The Authorization header is not a Bearer token.'
  throw new ApiProblem('unauthenticated', why)
}
