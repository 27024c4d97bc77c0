import type { EngineHttp } from './engine-http.ts'
import { find, findText, list, readWhole, text } from './wire.ts'

/** One role that a user holds, also through groups, and where. Without an object: in the whole system. */
export type Permission = Readonly<{ id: string; roleId: string; object?: PermittedObject }>
type PermittedObject = Readonly<{ type: (typeof objectTypes)[number]; id: string }>

const objectTypes = ['cluster', 'data_center', 'host', 'vm'] as const

/** Members that say nothing about where a permission holds. */
const elsewhere = new Set(['id', 'href', 'name', 'description', 'comment', 'link', 'actions', 'role', 'user', 'group'])

export async function listPermissions(
  http: EngineHttp,
  userId: string,
  signal: AbortSignal,
): Promise<readonly Permission[]> {
  const reply = await http.get(`/users/${encodeURIComponent(userId)}/permissions`, { signal })
  return readWhole("a user's permissions", () => list(reply, 'permission').flatMap(toPermission))
}

/**
 * A permission names at most one object, and none means the whole system. So one on an object of a kind we do not know, a
 * template say, must not pass for one without: it is left out.
 */
function toPermission(wire: unknown): Permission[] {
  const [id, roleId] = [text(wire, 'id'), text(wire, 'role.id')]
  const type = objectTypes.find(type => find(wire, type) !== undefined)
  if (type !== undefined) return [{ id, roleId, object: { type, id: text(wire, `${type}.id`) } }]
  const isOnOther = Object.keys(wire as object).some(member => !elsewhere.has(member))
  return isOnOther ? [] : [{ id, roleId }]
}

/** Role id → the names of what it permits. */
export async function readRoles(
  http: EngineHttp,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const reply = await http.get('/roles', { query: { follow: 'permits' }, signal })
  return readWhole(
    'GET /api/roles',
    () =>
      new Map(
        list(reply, 'role').map(role => [
          text(role, 'id'),
          new Set(list(role, 'permits.permit').map(permit => text(permit, 'name'))),
        ]),
      ),
  )
}

/** The name people know a user by: name@authorisation provider. */
export async function readUserName(http: EngineHttp, userId: string, signal: AbortSignal): Promise<string> {
  const reply = await http.get(`/users/${encodeURIComponent(userId)}`, { signal })
  return readWhole('a user', () => findText(reply, 'user_name') ?? text(reply, 'name'))
}
