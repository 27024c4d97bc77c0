import type { Wire } from '../wire/types.ts'
import type { SimPermission } from '../world/state.ts'
import { scopeOf, type Target } from './access.ts'
import type { Context } from './context.ts'
import { defineResource } from './resource.ts'

const objectRel = { cluster: 'clusters', data_center: 'datacenters', host: 'hosts', vm: 'vms' } as const

/** `/permissions` lists those on the system. */
export const permissions = defineResource<SimPermission>({
  rel: 'permissions',
  type: 'permission',
  items: ({ world }) => [...world.state.permissions.values()].filter(({ object }) => object === undefined),
  find: ({ world }, id) => world.state.permissions.get(id),
  toWire: permissionToWire,
})

/** A permission names at most one object; without one it holds for the whole system. */
export function permissionToWire({ base }: Context, permission: SimPermission): Wire<'permission'> {
  const { id, roleId, userId, groupId, object } = permission
  const ref = (rel: string, refId: string) => ({ id: refId, href: `${base}/${rel}/${refId}` })
  return {
    id,
    href: `${base}/permissions/${id}`,
    role: ref('roles', roleId),
    user: userId === undefined ? undefined : ref('users', userId),
    group: groupId === undefined ? undefined : ref('groups', groupId),
    ...(object === undefined ? {} : { [object.type]: ref(objectRel[object.type], object.id) }),
  }
}

/** Permissions that count for the object, those it inherits included. */
export function permissionsOn(context: Context, target: Target): readonly Wire<'permission'>[] {
  const scope = scopeOf(context.world.state, target)
  return [...context.world.state.permissions.values()]
    .filter(({ object }) => object === undefined || scope.has(object.id))
    .map(permission => permissionToWire(context, permission))
}
