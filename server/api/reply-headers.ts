import compression from 'compression'
import type { RequestHandler } from 'express'
import helmet from 'helmet'

/** Headers for JSON that shares its origin with the portal's pages: never a page, never framed, never kept. */
export const replyHeaders: readonly RequestHandler[] = [
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
    },
    // Whether the whole host is HTTPS only, and isolated, is for the engine's web server to say.
    strictTransportSecurity: false,
    originAgentCluster: false,
    crossOriginOpenerPolicy: false,
  }),
  (req, res, next) => {
    res.set('Cache-Control', 'no-store')
    // Nobody can have kept a reply: `If-None-Match: *` would be answered 304, without the reply.
    delete req.headers['if-none-match']
    next()
  },
  // Event streams are left alone: compressing would hold events back until a block is full.
  compression({ filter: (_req, res) => /json/.test(String(res.getHeader('Content-Type'))) }),
]
