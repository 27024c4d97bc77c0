import type { Request, RequestHandler, Response } from 'express'
import type { SimUser } from '../world/state.ts'
import { EngineFault, type World } from '../world/world.ts'
import { isAdministrator, permissionsOf } from './access.ts'
import { attachContext, flag } from './context.ts'
import { findUser } from './find-user.ts'
import { preferredFormat } from './negotiate.ts'
import type { Sessions } from './sessions.ts'

type Caller = Readonly<{ user: SimUser /** Runs when the reply has been sent. */; after?: () => void }>

/** Finds out who calls and attaches the request's context; answers 401 as the engine does when it cannot. */
export function authenticate(world: World, sessions: Sessions, newCorrelationId: () => string): RequestHandler {
  return (req, res, next) => {
    const format = preferredFormat(req)
    if (format === undefined) return res.status(406).end()
    const caller = identify(req, res, world, sessions)
    if (caller === undefined) return challenge(res)
    if (caller.after !== undefined) res.on('finish', caller.after)

    const query = new URL(req.originalUrl, 'http://engine').searchParams
    const permissions = permissionsOf(world.state, caller.user.id)
    const administrator = isAdministrator(world.state, permissions)
    const filter = flag(req.get('filter') ?? query.get('filter'))
    const correlationId = correlationOf(req.get('correlation-id') ?? query.get('correlation_id'), newCorrelationId)
    attachContext(req, {
      world,
      base: req.baseUrl,
      user: caller.user,
      permissions,
      administrator,
      filtered: filter ?? !administrator,
      allContent:
        flag(req.get('all-content')) ?? (query.get('all_content') === '' || flag(query.get('all_content')) === true),
      correlationId,
      format,
      query,
    })
    res.set('Correlation-Id', correlationId)
    if (filter === false && !administrator)
      throw new EngineFault('failed', ['query execution failed due to insufficient permissions.'])
    return next()
  }
}

function identify(req: Request, res: Response, world: World, sessions: Sessions): Caller | undefined {
  const [scheme = '', credentials = ''] = (req.get('authorization') ?? '').split(' ', 2)
  if (scheme.toLowerCase() === 'bearer') {
    const session = sessions.touch(credentials)
    const user = session && world.state.users.get(session.userId)
    return user && { user }
  }
  const persistent = preferences(req).has('persistent-auth')
  const fromCookie = cookieCaller(req, world, sessions, persistent)
  if (fromCookie !== undefined) return fromCookie
  if (scheme.toLowerCase() !== 'basic') return undefined
  const user = basicUser(world, credentials)
  if (user === undefined) return undefined
  logEvent(world, 30, user, 'logged in')
  const session = sessions.open(user.id)
  if (persistent) {
    res.cookie('JSESSIONID', session.token, { path: '/ovirt-engine/api', httpOnly: true })
    return { user }
  }
  return { user, after: () => endSession(world, sessions, session.token, user) }
}

/** A request that sends the cookie without asking for persistence is the last one of its session. */
function cookieCaller(req: Request, world: World, sessions: Sessions, persistent: boolean): Caller | undefined {
  const token = /(?:^|;\s*)JSESSIONID=([^;]+)/.exec(req.get('cookie') ?? '')?.[1]
  const session = token === undefined ? undefined : sessions.touch(token)
  const user = session && world.state.users.get(session.userId)
  if (session === undefined || user === undefined) return undefined
  return persistent ? { user } : { user, after: () => endSession(world, sessions, session.token, user) }
}

function basicUser(world: World, credentials: string): SimUser | undefined {
  const text = Buffer.from(credentials, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon < 0 ? undefined : findUser(world.state, text.slice(0, colon), text.slice(colon + 1))
}

function endSession(world: World, sessions: Sessions, token: string, user: SimUser): void {
  sessions.close(token)
  logEvent(world, 31, user, 'logged out')
}

function logEvent(world: World, code: number, user: SimUser, what: string): void {
  world.addEvent({
    code,
    severity: 'normal',
    description: `User ${user.login}@${user.authz} ${what}.`,
    origin: 'oVirt',
    customId: -1,
    correlationId: undefined,
    userId: user.id,
  })
}

function preferences(req: Request): ReadonlySet<string> {
  return new Set((req.get('prefer') ?? '').split(',').map(preference => preference.trim().toLowerCase()))
}

/** The engine keeps letters, digits, dash and underscore of it, at most 36 of them. */
function correlationOf(given: string | null | undefined, newCorrelationId: () => string): string {
  const clean = (given ?? '').replaceAll(/[^0-9a-zA-Z_-]/g, '').slice(0, 36)
  return clean === '' ? newCorrelationId() : clean
}

function challenge(res: Response): void {
  res
    .status(401)
    .set('WWW-Authenticate', 'Basic realm="RESTAPI"')
    .type('html')
    .send('<html><head><title>Error</title></head><body>Unauthorized</body></html>')
}
