import type { EngineRole, RolePort } from '../../engine/role-port.ts'
import { CliFailure } from '../outcome.ts'
import type { RolePermit } from './service-role.ts'

/** Without an id: the directory's, of whom the engine has not been told. */
type User = Readonly<{ id?: string; name: string }>
type Wanted = Readonly<{
  roleName: string
  permits: readonly RolePermit[]
  /** `name@domain` of who is to hold the role; undefined: nobody yet. */
  forUser?: string | undefined
}>

/** One request to the engine. `permitId` and the like are the engine's, so that what was shown is what is sent. */
export type RoleStep =
  | Readonly<{ kind: 'create'; permitIds: readonly string[] }>
  | Readonly<{ kind: 'permit'; roleId: string; permit: string; permitId: string }>
  | Readonly<{ kind: 'add-user'; name: string }>
  | Readonly<{ kind: 'grant'; user: User }>

export type RolePlan = Readonly<{
  roleName: string
  steps: readonly RoleStep[]
  /** What the role permits beyond what is wanted; it is left. */
  beyond: readonly string[]
  user?: User
  /** Other roles that the user holds in the whole system and that permit what this one does not. */
  otherRoles: readonly string[]
}>

/**
 * What is to be done so that the role is there with the permits wanted, and held by the user. Changes nothing. Throws
 * CliFailure where the engine's role cannot become that, or the engine does not know the permit.
 */
export async function planRole(port: RolePort, wanted: Wanted, signal: AbortSignal): Promise<RolePlan> {
  const { roleName, permits, forUser } = wanted
  const roles = await port.listRoles(signal)
  const role = roles.find(({ name }) => name === roleName)
  if (role !== undefined) refuseUnfit(role)
  const user: User | undefined =
    forUser === undefined ? undefined : ((await port.findUser(forUser, signal)) ?? { name: forUser })
  const held = user?.id === undefined ? new Set<string>() : await port.systemRolesOf(user.id, signal)
  const names: readonly string[] = permits.map(({ permit }) => permit)

  const steps: RoleStep[] =
    role === undefined
      ? [{ kind: 'create', permitIds: names.map(name => permitIdIn(roles, name)) }]
      : names
          .filter(name => !role.permits.has(name))
          .map(permit => ({ kind: 'permit', roleId: role.id, permit, permitId: permitIdIn(roles, permit) }))
  // First: it is what the engine refuses most likely, and then nothing has been made.
  if (user !== undefined && user.id === undefined) steps.unshift({ kind: 'add-user', name: user.name })
  if (user !== undefined && !(role !== undefined && held.has(role.id))) steps.push({ kind: 'grant', user })

  return {
    roleName,
    steps,
    beyond: [...(role?.permits.keys() ?? [])].filter(name => !names.includes(name)),
    ...(user !== undefined && { user }),
    otherRoles: roles
      .filter(({ id }) => held.has(id) && id !== role?.id)
      .filter(({ permits }) => [...permits.keys()].some(name => !names.includes(name)))
      .map(({ name }) => name),
  }
}

function refuseUnfit({ name, mutable, administrative }: EngineRole): void {
  if (!mutable)
    throw new CliFailure(`${name} is one of the engine's own roles and cannot be changed; choose another --role-name`)
  if (!administrative)
    throw new CliFailure(
      `the engine has a role ${name} that is none of administrators; choose another --role-name, or remove it`,
    )
}

/** SuperUser permits everything, so that every permit of this engine is in one of its roles. */
function permitIdIn(roles: readonly EngineRole[], permit: string): string {
  const id = roles.map(({ permits }) => permits.get(permit)).find(found => found !== undefined)
  if (id === undefined) throw new CliFailure(`this engine has no permit ${permit}`)
  return id
}
