import { entityId } from '../demand/entity-id.ts'
import type { SimPermission, SimUser } from '../world/state.ts'
import { roleIds } from './roles.ts'

/** The group that every user belongs to. */
export const everyoneGroupId = 'eee00000-0000-0000-0000-123456789eee'

const logins = ['admin', 'readonly', 'operator', 'user'] as const
type Login = (typeof logins)[number]

export const userIdOf = (seed: number, login: Login): string => entityId(seed, 'user', logins.indexOf(login))

/** One user per kind of permission a service has to tell apart. The password is the login name. */
export const seedUsers = (seed: number): SimUser[] =>
  logins.map(login => ({
    id: userIdOf(seed, login),
    name: login,
    lastName: '',
    login,
    profile: 'internal',
    authz: 'internal-authz',
    password: login,
    email: undefined,
  }))

/** `defaultClusterId`: the cluster that `operator` administers; absent when the scenario has none of that name. */
export function seedPermissions(seed: number, defaultClusterId: string | undefined): SimPermission[] {
  const grants: Omit<SimPermission, 'id'>[] = [
    { roleId: roleIds.superUser, userId: userIdOf(seed, 'admin') },
    { roleId: roleIds.readOnlyAdmin, userId: userIdOf(seed, 'readonly') },
    { roleId: roleIds.readOnlyAdmin, userId: userIdOf(seed, 'operator') },
    { roleId: roleIds.userRole, userId: userIdOf(seed, 'user') },
  ]
  if (defaultClusterId !== undefined) {
    const object = { type: 'cluster', id: defaultClusterId } as const
    grants.push({ roleId: roleIds.clusterAdmin, userId: userIdOf(seed, 'operator'), object })
  }
  return grants.map((grant, index) => ({ id: entityId(seed, 'permission', index), ...grant }))
}
