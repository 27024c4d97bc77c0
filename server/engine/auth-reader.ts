/** The engine's word on portal users: whose a token is, and what they may do. Fits the API's AuthPort. */
import { readApiRoot } from './api-root.ts'
import type { EngineHttp } from './engine-http.ts'
import { isEngineError } from './http/engine-error.ts'
import { listPermissions, type Permission, readRoles, readUserName } from './permissions.ts'

type Roles = Awaited<ReturnType<typeof readRoles>>

export type AuthReader = Readonly<{
  /** undefined: the engine does not know the token. The token is used for this question alone and never kept. */
  whoIs(
    token: string,
    signal: AbortSignal,
  ): Promise<Readonly<{ id: string; name: string; administrator: boolean }> | undefined>
  /** What each of the user's permissions allows and where; without an object: in the whole system. */
  permits(
    userId: string,
    signal: AbortSignal,
  ): Promise<readonly Readonly<{ permits: ReadonlySet<string>; object?: NonNullable<Permission['object']> }>[]>
}>

/** What a role permits hardly ever changes, and following the permits of all roles is a large read. */
const ROLES_FRESH_MS = 300_000

export function authReader(http: EngineHttp, now: () => number = Date.now): AuthReader {
  let known: Readonly<{ roles: Roles; atMs: number }> | undefined

  async function rolesFor(permissions: readonly Permission[], signal: AbortSignal): Promise<Roles> {
    const isComplete = permissions.every(({ roleId }) => known?.roles.has(roleId))
    if (known !== undefined && isComplete && now() - known.atMs < ROLES_FRESH_MS) return known.roles
    known = { roles: await readRoles(http, signal), atMs: now() }
    return known.roles
  }

  return {
    async whoIs(token, signal) {
      try {
        const { userId, summary } = await readApiRoot(http, signal, token)
        return { id: userId, name: await readUserName(http, userId, signal), administrator: summary !== undefined }
      } catch (error) {
        if (isEngineError(error, 'engine-unauthorized')) return undefined
        throw error
      }
    },

    async permits(userId, signal) {
      const permissions = await listPermissions(http, userId, signal)
      const roles = await rolesFor(permissions, signal)
      return permissions.map(({ roleId, object }) => ({
        permits: roles.get(roleId) ?? new Set<string>(),
        ...(object !== undefined && { object }),
      }))
    },
  }
}
