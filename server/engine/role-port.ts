import type { EngineHttp } from './engine-http.ts'
import { keycloak } from './keycloak.ts'
import { listPermissions } from './permissions.ts'
import { answerOf, type EngineAnswer } from './refusal.ts'
import { flag, list, readWhole, text } from './wire.ts'

/** `permits`: name → the id by which a new role must be given it. */
export type EngineRole = Readonly<{
  id: string
  name: string
  administrative: boolean
  /** Predefined ones are not. */
  mutable: boolean
  permits: ReadonlyMap<string, string>
}>

/** Roles, and who holds them. Only `doctor --create-role` and `setup` write here, with an administrator's credentials. */
export type RolePort = Readonly<{
  listRoles(signal: AbortSignal): Promise<readonly EngineRole[]>
  createRole(
    role: Readonly<{ name: string; description: string; permitIds: readonly string[] }>,
    signal: AbortSignal,
  ): Promise<EngineAnswer>
  addPermit(roleId: string, permitId: string, signal: AbortSignal): Promise<EngineAnswer>
  /** By `name@domain`, where the domain is that of the login or of its authorisation provider. undefined: the engine knows none. */
  findUser(name: string, signal: AbortSignal): Promise<Readonly<{ id: string; name: string }> | undefined>
  /** The ids of the roles that the user holds in the whole system, through groups too. */
  systemRolesOf(userId: string, signal: AbortSignal): Promise<ReadonlySet<string>>
  grantInSystem(roleId: string, userId: string, signal: AbortSignal): Promise<EngineAnswer>
  /** Tells the engine of an account that its directory has, by `name@domain` as it logs in. */
  addUser(name: string, signal: AbortSignal): Promise<EngineAnswer>
  /** Takes it out with all that it was permitted; the account of the directory stays. */
  removeUser(userId: string, signal: AbortSignal): Promise<EngineAnswer>
  /** Takes the role away from whom it was given in the whole system. */
  revokeInSystem(roleId: string, userId: string, signal: AbortSignal): Promise<EngineAnswer>
  removeRole(roleId: string, signal: AbortSignal): Promise<EngineAnswer>
}>

export const rolePort = (http: EngineHttp): RolePort => ({
  async listRoles(signal) {
    const reply = await http.get('/roles', { query: { follow: 'permits' }, signal })
    return readWhole('GET /api/roles', () => list(reply, 'role').map(toRole))
  },

  createRole: ({ name, description, permitIds }, signal) =>
    answerOf(
      http.post(
        '/roles',
        { name, description, administrative: true, permits: { permit: permitIds.map(id => ({ id })) } },
        { signal },
      ),
    ),

  addPermit: (roleId, permitId, signal) =>
    answerOf(http.post(`/roles/${encodeURIComponent(roleId)}/permits`, { id: permitId }, { signal })),

  async findUser(name, signal) {
    for (const candidate of [name, inProvider(name)]) {
      const reply = await http.get('/users', { query: { search: `usrname=${quoted(candidate)}` }, signal })
      const found = readWhole('GET /api/users', () =>
        list(reply, 'user').map(user => ({ id: text(user, 'id'), name: text(user, 'user_name') })),
      )
      // The search knows wildcards; only the very name will do.
      const same = found.find(user => user.name.toLowerCase() === candidate.toLowerCase())
      if (same !== undefined) return same
    }
    return undefined
  },

  async systemRolesOf(userId, signal) {
    const permissions = await listPermissions(http, userId, signal)
    return new Set(permissions.filter(({ object }) => object === undefined).map(({ roleId }) => roleId))
  },

  grantInSystem: (roleId, userId, signal) =>
    answerOf(http.post('/permissions', { role: { id: roleId }, user: { id: userId } }, { signal })),

  addUser(name, signal) {
    const userName = inProvider(name)
    const user = { user_name: userName, domain: { name: userName.slice(userName.lastIndexOf('@') + 1) } }
    return answerOf(http.post('/users', user, { signal }))
  },

  removeUser: (userId, signal) => answerOf(http.delete(`/users/${encodeURIComponent(userId)}`, { signal })),

  async revokeInSystem(roleId, userId, signal) {
    const held = (await listPermissions(http, userId, signal)).find(
      one => one.object === undefined && one.roleId === roleId,
    )
    if (held === undefined) return { ok: true }
    return answerOf(http.delete(`/permissions/${encodeURIComponent(held.id)}`, { signal }))
  },

  removeRole: (roleId, signal) => answerOf(http.delete(`/roles/${encodeURIComponent(roleId)}`, { signal })),
})

/**
 * `name@profile`, as one logs in, by the authorisation provider, as the engine lists users: that of a profile like `internal` is mostly
 * called `internal-authz`.
 */
function inProvider(name: string): string {
  const at = name.lastIndexOf('@')
  const domain = name.slice(at + 1)
  if (domain.endsWith('-authz')) return name
  return `${name.slice(0, at)}@${domain === keycloak.profile ? keycloak.provider : `${domain}-authz`}`
}

const quoted = (value: string): string => `"${value.replaceAll('"', '')}"`

const toRole = (wire: unknown): EngineRole => ({
  id: text(wire, 'id'),
  name: text(wire, 'name'),
  administrative: flag(wire, 'administrative', false),
  mutable: flag(wire, 'mutable', false),
  permits: new Map(list(wire, 'permits.permit').map(permit => [text(permit, 'name'), text(permit, 'id')])),
})
