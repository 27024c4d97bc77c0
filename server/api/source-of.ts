import { isIP } from 'node:net'
import type { Request, Response } from 'express'
import type { RequestSource } from '../../shared/plan/doer.ts'
import { plainAddress } from '../config/network.ts'

/**
 * Where a request came from, for the audit. What proxies say of the client counts only as far as `trust proxy` trusts them; and
 * what they say may be no address at all, then the connection's own is told.
 */
export function sourceOf(req: Request, res: Response): RequestSource {
  const told = plainAddress(req.ip ?? '')
  const address = isIP(told) === 0 ? plainAddress(req.socket.remoteAddress ?? '') : told
  return { address, requestId: String(res.locals.requestId) }
}
