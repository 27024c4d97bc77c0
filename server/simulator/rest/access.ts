import { everyoneGroupId } from '../seed/users.ts'
import type { SimPermission, SimState } from '../world/state.ts'
import { EngineFault } from '../world/world.ts'

export type Target = Readonly<{ type: 'cluster' | 'data_center' | 'host' | 'vm' | 'system'; id?: string }>

/** The user's permissions, his own and those of Everyone. */
export function permissionsOf(state: SimState, userId: string): readonly SimPermission[] {
  return [...state.permissions.values()].filter(
    permission => permission.userId === userId || permission.groupId === everyoneGroupId,
  )
}

/** Holds any administrative role on anything: enough to read, no licence to act. */
export function isAdministrator(state: SimState, permissions: readonly SimPermission[]): boolean {
  return permissions.some(permission => state.roles.get(permission.roleId)?.administrative === true)
}

/** Whether a role granted on the target, on what contains it, or on the system, has the permit. */
export function holdsPermit(
  state: SimState,
  permissions: readonly SimPermission[],
  permit: string,
  target: Target,
): boolean {
  const scope = scopeOf(state, target)
  return permissions.some(
    ({ roleId, object }) =>
      (object === undefined || scope.has(object.id)) && state.roles.get(roleId)?.permits.includes(permit) === true,
  )
}

/** Whether any role was granted on the target, on what contains it, or on the system. */
export function seesObject(state: SimState, permissions: readonly SimPermission[], target: Target): boolean {
  const scope = scopeOf(state, target)
  return permissions.some(({ object }) => object === undefined || scope.has(object.id))
}

/** Throws 'forbidden' unless the permit is held. */
export function requirePermit(
  caller: Readonly<{ world: Readonly<{ state: SimState }>; permissions: readonly SimPermission[] }>,
  permit: string,
  target: Target,
): void {
  if (!holdsPermit(caller.world.state, caller.permissions, permit, target))
    throw new EngineFault('forbidden', ['User is not authorized to perform this action.'])
}

/** Ids of the target and of everything it belongs to. */
export function scopeOf(state: SimState, { type, id }: Target): ReadonlySet<string> {
  const scope = new Set<string>()
  if (type === 'system' || id === undefined) return scope
  scope.add(id)
  const clusterId =
    type === 'vm' ? state.vms.get(id)?.clusterId : type === 'host' ? state.hosts.get(id)?.clusterId : undefined
  if (clusterId !== undefined) scope.add(clusterId)
  const dataCenterId = state.clusters.get(clusterId ?? id)?.dataCenterId
  if (dataCenterId !== undefined) scope.add(dataCenterId)
  return scope
}
