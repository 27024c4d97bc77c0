import { permits } from '../seed/permits.ts'
import { everyoneGroupId } from '../seed/users.ts'
import type { Wire } from '../wire/types.ts'
import type { SimRole, SimUser } from '../world/state.ts'
import { permissionsOf } from './access.ts'
import type { Context } from './context.ts'
import { nameUuid } from './name-uuid.ts'
import { permissionToWire } from './permission-resource.ts'
import { defineResource, required } from './resource.ts'
import { type SearchTable, text } from './search-field.ts'

const search: SearchTable<SimUser> = {
  freeText: ['name', 'usrname'],
  defaultSort: { field: 'name', descending: false },
  fields: {
    name: text((_, user) => user.name),
    lastname: text((_, user) => user.lastName),
    // A value with @ means login and authorization provider.
    usrname: text((_, user) => [user.login, `${user.login}@${user.authz}`]),
    email: text((_, user) => user.email),
  },
}

/** Everybody may read himself; the rest is for administrators. */
export const users = defineResource<SimUser>({
  rel: 'users',
  type: 'user',
  items: ({ world }) => world.state.users.values(),
  find: ({ world }, id) => world.state.users.get(id),
  visible: (context, user) => user.id === context.user.id,
  toWire: userToWire,
  search,
  relations: {
    permissions: {
      rel: 'permissions',
      type: 'permission',
      member: 'permissions',
      list: (context, id) => {
        required(context.world.state.users.get(id))
        return permissionsOf(context.world.state, id).map(permission => permissionToWire(context, permission))
      },
    },
    roles: {
      rel: 'roles',
      type: 'role',
      member: 'roles',
      list: (context, id) => {
        const held = new Set(permissionsOf(context.world.state, id).map(({ roleId }) => roleId))
        return [...context.world.state.roles.values()]
          .filter(role => held.has(role.id))
          .map(role => roleToWire(context, role))
      },
    },
    tags: { rel: 'tags', type: 'tag', member: 'tags', list: () => [] },
  },
})

export function userToWire({ base }: Context, user: SimUser): Wire<'user'> {
  const domainId = nameUuid(user.authz)
  return {
    id: user.id,
    href: `${base}/users/${user.id}`,
    name: user.name,
    link: ['permissions', 'roles', 'tags'],
    department: '',
    domain_entry_id: user.id,
    email: user.email,
    last_name: user.lastName,
    namespace: '*',
    principal: user.login,
    user_name: `${user.login}@${user.authz}`,
    domain: { id: domainId, href: `${base}/domains/${domainId}`, name: user.authz },
  }
}

export const roles = defineResource<SimRole>({
  rel: 'roles',
  type: 'role',
  items: ({ world }) => world.state.roles.values(),
  find: ({ world }, id) => world.state.roles.get(id),
  visible: () => true,
  toWire: roleToWire,
  relations: {
    permits: {
      rel: 'permits',
      type: 'permit',
      member: 'permits',
      list: (context, id) => permitsToWire(context, required(context.world.state.roles.get(id))),
    },
  },
})

/** What a role permits, each below its role. */
export function permitsToWire({ base }: Context, role: SimRole): readonly Wire<'permit'>[] {
  const href = `${base}/roles/${role.id}`
  return role.permits.map(name => {
    const id = String(permits[name]?.id ?? nameUuid(name))
    const administrative = permits[name]?.administrative ?? role.administrative
    return { id, href: `${href}/permits/${id}`, name, administrative, role: { id: role.id, href } }
  })
}

export function roleToWire({ base }: Context, role: SimRole): Wire<'role'> {
  return {
    id: role.id,
    href: `${base}/roles/${role.id}`,
    name: role.name,
    description: role.description,
    link: ['permits'],
    administrative: role.administrative,
    mutable: role.mutable,
  }
}

const everyone = { id: everyoneGroupId, name: 'Everyone' }

export const groups = defineResource<Readonly<{ id: string; name: string }>>({
  rel: 'groups',
  type: 'group',
  items: () => [everyone],
  find: (_, id) => (id === everyone.id ? everyone : undefined),
  toWire: ({ base }, group) => ({ ...group, href: `${base}/groups/${group.id}`, namespace: '*' }),
})
