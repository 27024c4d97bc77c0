import type { Request } from 'express'
import type { SimPermission, SimUser } from '../world/state.ts'
import type { Actor, World } from '../world/world.ts'

export type Format = 'json' | 'xml'

/** Everything a reply may depend on besides the path and the body. Built once per request. */
export type Context = Readonly<{
  world: World
  /** Prefix of every href: `/ovirt-engine/api`, or with `/v4` when the caller chose that path. */
  base: string
  user: SimUser
  permissions: readonly SimPermission[]
  administrator: boolean
  /** The user-level view: only objects the caller has permissions on. */
  filtered: boolean
  allContent: boolean
  correlationId: string
  format: Format
  query: URLSearchParams
}>

const contexts = new WeakMap<Request, Context>()

export function attachContext(req: Request, context: Context): void {
  contexts.set(req, context)
}

/** The request's context; only routes behind authentication have one. */
export function contextOf(req: Request): Context {
  const context = contexts.get(req)
  if (context === undefined) throw new Error(`${req.path} was routed before authentication`)
  return context
}

export function actorOf({ user, correlationId }: Context): Actor {
  return { userId: user.id, correlationId }
}

/** The engine's idea of a boolean in a query or header; undefined when it is none. */
export function flag(text: string | null | undefined): boolean | undefined {
  if (text === null || text === undefined) return undefined
  const lower = text.trim().toLowerCase()
  if (['true', 't', 'yes', 'y', '1'].includes(lower)) return true
  return ['false', 'f', 'no', 'n', '0'].includes(lower) ? false : undefined
}

/** `max`: how many items at most; infinite when absent or no number. */
export function maxOf(context: Context): number {
  const max = Number(context.query.get('max') ?? -1)
  return Number.isInteger(max) && max >= 0 ? max : Number.POSITIVE_INFINITY
}
