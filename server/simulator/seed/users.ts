import { entityId } from '../demand/entity-id.ts'
import type { SimPermission, SimUser } from '../world/state.ts'
import { roleIds } from './roles.ts'

/** The group that every user belongs to. */
export const everyoneGroupId = 'eee00000-0000-0000-0000-123456789eee'

const logins = ['admin', 'readonly', 'operator', 'user'] as const
type Login = (typeof logins)[number]

type Directory = Readonly<Pick<SimUser, 'profile' | 'authz'>>
const internal: Directory = { profile: 'internal', authz: 'internal-authz' }
/** The one that engine-setup makes with Keycloak. */
const keycloak: Directory = { profile: 'internalsso', authz: 'internalkeycloak-authz' }

/** Directories with an account `scheduler` that the engine has not been told of: nobody can log in with it yet. */
const unknownIn = [internal, keycloak]

export const userIdOf = (seed: number, login: Login): string => entityId(seed, 'user', logins.indexOf(login))

/** One user per kind of permission a service has to tell apart. The password is the login name. */
export const seedUsers = (seed: number): SimUser[] => logins.map(login => account(userIdOf(seed, login), login))

/** Who the directory knows beside them, and an administrator may add to the engine's users. */
export const seedDirectory = (seed: number): SimUser[] =>
  unknownIn.map((directory, index) => account(entityId(seed, 'user', logins.length + index), 'scheduler', directory))

const account = (id: string, login: string, directory = internal): SimUser => ({
  id,
  name: login,
  lastName: '',
  login,
  ...directory,
  password: login,
  email: undefined,
})

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
