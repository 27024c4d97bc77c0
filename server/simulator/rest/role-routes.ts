import { Router } from 'express'
import { permitNamed, permits } from '../seed/permits.ts'
import { roleIds } from '../seed/roles.ts'
import type { SimUser } from '../world/state.ts'
import { EngineFault } from '../world/world.ts'
import { requirePermit } from './access.ts'
import { type Context, contextOf } from './context.ts'
import { incomplete } from './error-reply.ts'
import { permissionToWire } from './permission-resource.ts'
import { sendCreated, sendDone } from './reply.ts'
import { readBody } from './request-body.ts'
import { required } from './resource.ts'
import { param } from './resource-routes.ts'
import { permitsToWire, roleToWire, userToWire } from './user-resource.ts'

/** Users of the directory, roles, what they permit, and who holds them in the whole system. */
export function roleRoutes(): Router {
  const router = Router()

  router.post('/roles', (req, res) => {
    const context = contextOf(req)
    requirePermit(context, 'manipulate_roles', { type: 'system' })
    const { name = '', description = '', administrative, permits: listed = [] } = readBody(req, 'role')
    // By number alone: the engine takes a permit's name only where one is added to a role that there is.
    const missing = [
      ...(name === '' ? ['name'] : []),
      ...(listed.some(({ id }) => id === undefined) ? ['permits.id'] : []),
    ]
    if (missing.length > 0) throw incomplete('Role', missing.join(', '), 'add')
    const names = listed.map(({ id = '' }) => permitNumbered(id))
    if (names.length === 0) throw new EngineFault('invalid', ['Action list cannot be empty.'])
    const { roles } = context.world.state
    if ([...roles.values()].some(role => role.name === name))
      throw new EngineFault('conflict', [
        'Cannot add Role. The Role name is already in use, please choose a unique name and try again.',
      ])
    if (administrative === undefined) throw new EngineFault('invalid', ['Role type cannot be empty.'])
    for (const permit of names) refuseUnlessFitting(administrative, permit)
    const role = { id: context.world.newId('role'), name, description, administrative, mutable: true, permits: names }
    context.world.edit(state => state.roles.set(role.id, role))
    sendCreated(req, res, 'role', roleToWire(context, role))
  })

  router.post('/roles/:id/permits', (req, res) => {
    const context = contextOf(req)
    requirePermit(context, 'manipulate_roles', { type: 'system' })
    const role = required(context.world.state.roles.get(param(req, 'id')))
    const { id, name } = readBody(req, 'permit')
    if (id === undefined && name === undefined) throw incomplete('Permit', 'name|id', 'add')
    const permit = id === undefined ? permitNamed(name ?? '') : permitNumbered(id)
    if (permit === undefined) throw new EngineFault('invalid', [`${name} is not a valid permit.`])
    if (!role.mutable) throw new EngineFault('invalid', ['Cannot attach Action to Role. Role is read-only.'])
    if (role.permits.includes(permit))
      throw new EngineFault('invalid', [
        'Cannot attach action group to Role. This action group is already attached to Role.',
      ])
    refuseUnlessFitting(role.administrative, permit)
    context.world.edit(() => role.permits.push(permit))
    sendCreated(req, res, 'permit', required(permitsToWire(context, role).find(one => one.name === permit)))
  })

  // Those on one object are added below that object, which nobody here needs.
  router.post('/permissions', (req, res) => {
    const context = contextOf(req)
    requirePermit(context, 'manipulate_permissions', { type: 'system' })
    const { role: ofRole, user } = readBody(req, 'permission')
    const missing = [
      ...(ofRole?.id === undefined && ofRole?.name === undefined ? ['role.id|name'] : []),
      ...(user?.id === undefined ? ['user|group.id'] : []),
    ]
    if (missing.length > 0) throw incomplete('Permission', missing.join(', '), 'add')
    const { roles, users, permissions } = context.world.state
    const role = [...roles.values()].find(({ id, name }) =>
      ofRole?.id === undefined ? name === ofRole?.name : id === ofRole.id,
    )
    if (role === undefined) throw new EngineFault('invalid', ['Cannot add permission, invalid role ID.'])
    if (role.administrative && !isSuperUser(context))
      throw new EngineFault('invalid', [
        'Cannot add permission, only system super user can give permissions with admin Role',
      ])
    const holder = users.get(user?.id ?? '')
    if (holder === undefined) throw new EngineFault('failed', ['Internal Engine Error'])
    const held = [...permissions.values()].find(
      ({ roleId, userId, object }) => object === undefined && roleId === role.id && userId === holder.id,
    )
    // Given twice is given once, without a complaint.
    const permission = held ?? { id: context.world.newId('permission'), roleId: role.id, userId: holder.id }
    if (held === undefined) context.world.edit(state => state.permissions.set(permission.id, permission))
    sendCreated(req, res, 'permission', permissionToWire(context, permission))
  })

  router.post('/users', (req, res) => {
    const context = contextOf(req)
    requirePermit(context, 'add_users_and_groups_from_directory', { type: 'system' })
    const { user_name: userName, domain } = readBody(req, 'user')
    const missing = [
      ...(userName === undefined ? ['user_name'] : []),
      ...(domain?.id === undefined && domain?.name === undefined ? ['domain.id|name'] : []),
    ]
    if (missing.length > 0) throw incomplete('User', missing.join(', '), 'add')
    const { users, directory } = context.world.state
    const isMeant = ({ login, authz }: SimUser) => userName === `${login}@${authz}` && (domain?.name ?? authz) === authz
    const user = [...users.values()].find(isMeant) ?? directory.find(isMeant)
    if (user === undefined) throw new EngineFault('invalid', [`No such user: ${userName}`])
    context.world.edit(state => state.users.set(user.id, user))
    sendCreated(req, res, 'user', userToWire(context, user))
  })

  router.delete('/users/:id', (req, res) => {
    const context = contextOf(req)
    requirePermit(context, 'manipulate_users', { type: 'system' })
    const user = required(context.world.state.users.get(param(req, 'id')))
    context.world.edit(({ users, permissions }) => {
      for (const { id, userId } of permissions.values()) if (userId === user.id) permissions.delete(id)
      users.delete(user.id)
    })
    sendDone(req, res)
  })

  router.delete('/permissions/:id', (req, res) => {
    const context = contextOf(req)
    requirePermit(context, 'manipulate_permissions', { type: 'system' })
    const permission = required(context.world.state.permissions.get(param(req, 'id')))
    context.world.edit(({ permissions }) => permissions.delete(permission.id))
    sendDone(req, res)
  })

  router.delete('/roles/:id', (req, res) => {
    const context = contextOf(req)
    requirePermit(context, 'manipulate_roles', { type: 'system' })
    const { roles, permissions } = context.world.state
    const role = required(roles.get(param(req, 'id')))
    if (!role.mutable) throw new EngineFault('invalid', ['Cannot remove Role. Role is read-only.'])
    if ([...permissions.values()].some(({ roleId }) => roleId === role.id))
      throw new EngineFault('conflict', ['Cannot remove Role. Role is in use by a permission.'])
    context.world.edit(state => state.roles.delete(role.id))
    sendDone(req, res)
  })

  return router
}

function permitNumbered(id: string): string {
  const found = Object.entries(permits).find(([, permit]) => String(permit.id) === id)
  if (found === undefined) throw new EngineFault('invalid', [`${id} is not a valid permit ID.`])
  return found[0]
}

function refuseUnlessFitting(administrative: boolean, permit: string): void {
  if (administrative || permits[permit]?.administrative !== true) return
  throw new EngineFault('invalid', ['Cannot add action groups of an administrator to a role of users.'])
}

/** By the role itself: another one with every permit does not do. */
const isSuperUser = ({ permissions }: Context): boolean =>
  permissions.some(({ roleId, object }) => roleId === roleIds.superUser && object === undefined)
