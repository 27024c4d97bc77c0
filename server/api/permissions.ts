import { ApiProblem } from './api-problem.ts'
import type { Caller, Callers, Purpose } from './callers.ts'
import type { Grant } from './ports.ts'

/** The engine's permits that our actions need, by the engine's names. */
export type Permit = 'migrate_vm' | 'edit_cluster_configuration' | 'edit_storage_pool_configuration'

export type ClusterPlace = Readonly<{ id: string; name: string; dataCenterId?: string | undefined }>

/** A permit counts where it was granted: on the cluster itself, on its data centre, or in the whole system. */
export const isPermitted = (grants: readonly Grant[], permit: string, { id, dataCenterId }: ClusterPlace): boolean =>
  grants.some(({ permits, object }) => {
    if (!permits.has(permit)) return false
    if (object === undefined) return true
    return object.type === 'cluster' ? object.id === id : object.type === 'data_center' && object.id === dataCenterId
  })

export const isPermittedInSystem = (grants: readonly Grant[], permit: string): boolean =>
  grants.some(({ permits, object }) => object === undefined && permits.has(permit))

export type Permissions = Readonly<{
  /** For showing a control enabled or not. */
  has(caller: Caller, permit: Permit, cluster: ClusterPlace): Promise<boolean>
  /** Before acting: throws `forbidden`, naming what is missing. */
  require(caller: Caller, permit: Permit, cluster: ClusterPlace): Promise<void>
  /** For what concerns every cluster: the permit must have been granted in the whole system. */
  hasInSystem(caller: Caller, permit: Permit): Promise<boolean>
  requireInSystem(caller: Caller, permit: Permit): Promise<void>
}>

export function createPermissions(callers: Callers): Permissions {
  const ask = async (caller: Caller, permit: Permit, cluster: ClusterPlace, purpose: Purpose) =>
    isPermitted(await callers.grantsOf(caller, purpose), permit, cluster)
  const askInSystem = async (caller: Caller, permit: Permit, purpose: Purpose) =>
    isPermittedInSystem(await callers.grantsOf(caller, purpose), permit)
  const refuse = (caller: Caller, permit: Permit, where: string): never => {
    throw new ApiProblem(
      'forbidden',
      `${caller.user.name} lacks the permission ${permit} ${where}. Nothing was changed.`,
    )
  }
  return {
    has: (caller, permit, cluster) => ask(caller, permit, cluster, 'read'),
    async require(caller, permit, cluster) {
      if (!(await ask(caller, permit, cluster, 'act'))) refuse(caller, permit, `on cluster ${cluster.name}`)
    },
    hasInSystem: (caller, permit) => askInSystem(caller, permit, 'read'),
    async requireInSystem(caller, permit) {
      if (!(await askInSystem(caller, permit, 'act'))) refuse(caller, permit, 'in the whole system')
    },
  }
}
