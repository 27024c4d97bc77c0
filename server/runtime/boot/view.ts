import type { Cluster } from '../../../shared/model/cluster.ts'
import type { Host } from '../../../shared/model/host.ts'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { Vm } from '../../../shared/model/vm.ts'
import type { PluginCall } from '../sandbox/plugin-wire.ts'

/** A snapshot with the look-ups that units need. A unit cannot change it: frozen, since later calls see it again. */
export type View = Readonly<{
  snapshot: Snapshot
  clusterOf(clusterId: string): Cluster | undefined
  vmsOn(hostId: string): readonly Vm[]
  /** Throws for a place that the snapshot does not have. */
  vmAt(place: number): Vm
  /** The hosts of a call, which come once as places and then by the number of their list. */
  hostsOf(call: Pick<PluginCall, 'hosts' | 'list'>): readonly Host[]
}>

export function viewOf(snapshot: Snapshot): View {
  let clusters: ReadonlyMap<string, Cluster> | undefined
  const lists = new Map<number, readonly Host[]>()
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
    vmAt: place => snapshot.vms[place] ?? amiss(),
    hostsOf({ hosts: places, list }) {
      if (places === undefined) return lists.get(list) ?? amiss()
      const hosts = places.map(place => snapshot.hosts[place] ?? amiss())
      if (list > 0) lists.set(list, hosts)
      return hosts
    },
  }
}

function amiss(): never {
  throw new Error('the service asked about something that is not in its snapshot')
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    for (const member of Object.values(value)) deepFreeze(member)
    Object.freeze(value)
  }
  return value
}
