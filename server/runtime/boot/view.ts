import type { Cluster } from '../../../shared/model/cluster.ts'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { Vm } from '../../../shared/model/vm.ts'

/** A snapshot with the look-ups that units need. A unit cannot change it: frozen, since later calls see it again. */
export type View = Readonly<{
  snapshot: Snapshot
  clusterOf(clusterId: string): Cluster | undefined
  vmsOn(hostId: string): readonly Vm[]
}>

export function viewOf(snapshot: Snapshot): View {
  let clusters: ReadonlyMap<string, Cluster> | undefined
  let vms: ReadonlyMap<string | undefined, readonly Vm[]> | undefined
  return {
    snapshot: deepFreeze(snapshot),
    clusterOf(clusterId) {
      clusters ??= new Map(snapshot.clusters.map(cluster => [cluster.id, cluster]))
      return clusters.get(clusterId)
    },
    vmsOn(hostId) {
      vms ??= Map.groupBy(snapshot.vms, vm => vm.hostId)
      return vms.get(hostId) ?? []
    },
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    for (const member of Object.values(value)) deepFreeze(member)
    Object.freeze(value)
  }
  return value
}
