import { ApiProblem } from './api-problem.ts'
import type { Caller, Callers, Purpose } from './callers.ts'
import type { Grant } from './ports.ts'

/** The engine's permits that our actions need, by the engine's names. */
export type Permit = 'migrate_vm' | 'edit_cluster_configuration'

export type ClusterPlace = Readonly<{ id: string; name: string; dataCenterId?: string | undefined }>

/** A permit counts where it was granted: on the cluster itself, on its data centre, or in the whole system. */
export const isPermitted = (grants: readonly Grant[], permit: Permit, { id, dataCenterId }: ClusterPlace): boolean =>
  grants.some(({ permits, object }) => {
    if (!permits.has(permit)) return false
    if (object === undefined) return true
    return object.type === 'cluster' ? object.id === id : object.type === 'data_center' && object.id === dataCenterId
  })

export type Permissions = Readonly<{
  /** For showing a control enabled or not. */
  has(caller: Caller, permit: Permit, cluster: ClusterPlace): Promise<boolean>
  /** Before acting: throws `forbidden`, naming what is missing. */
  require(caller: Caller, permit: Permit, cluster: ClusterPlace): Promise<void>
}>

export function createPermissions(callers: Callers): Permissions {
  const ask = async (caller: Caller, permit: Permit, cluster: ClusterPlace, purpose: Purpose) =>
    isPermitted(await callers.grantsOf(caller, purpose), permit, cluster)
  return {
    has: (caller, permit, cluster) => ask(caller, permit, cluster, 'read'),
    async require(caller, permit, cluster) {
      if (await ask(caller, permit, cluster, 'act')) return
      throw new ApiProblem(
        'forbidden',
        `${caller.user.name} lacks the permission ${permit} on cluster ${cluster.name}. Nothing was changed.`,
      )
    },
  }
}
