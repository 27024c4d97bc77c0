import type { RequestHandler } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { tokenIn } from './admission.ts'
import { ApiProblem } from './api-problem.ts'
import type { Callers } from './callers.ts'

const WINDOW_MS = 60_000

/**
 * So many requests a minute for each caller. Whoever has no token that was recently good is counted by address: each of
 * those requests may cost the engine a look-up.
 */
export const callerLimit = (callers: Callers, perMinute: number): RequestHandler =>
  rateLimit({
    windowMs: WINDOW_MS,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator(req) {
      const token = tokenIn(req.headers.authorization)
      return (token && callers.knownHash(token)) ?? ipKeyGenerator(req.ip ?? '')
    },
    handler: (_req, _res, next) => {
      next(new ApiProblem('too-many-requests', `More than ${perMinute} requests came within a minute.`))
    },
  })
