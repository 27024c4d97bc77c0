/** What the API shows of clusters that follows from the snapshot alone: worked out once for each snapshot. */
import type { ClusterDetail, HostView } from '../../shared/api/clusters.ts'
import type { Host } from '../../shared/model/host.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { ScoreCluster } from './ports.ts'

export type ClusterView = Omit<ClusterDetail, 'openRecommendations' | 'advice' | 'explanation'>

/** Cluster id → view, ordered by name; the same map for the same snapshot. */
export function clusterViewsOf(scoreCluster: ScoreCluster): (snapshot: Snapshot) => ReadonlyMap<string, ClusterView> {
  const known = new WeakMap<Snapshot, ReadonlyMap<string, ClusterView>>()
  return snapshot => {
    const views = known.get(snapshot) ?? computeViews(snapshot, scoreCluster)
    known.set(snapshot, views)
    return views
  }
}

function computeViews(snapshot: Snapshot, scoreCluster: ScoreCluster): ReadonlyMap<string, ClusterView> {
  const hostsOf = Map.groupBy(snapshot.hosts, ({ clusterId }) => clusterId)
  const vmsOf = Map.groupBy(snapshot.vms, ({ clusterId }) => clusterId)
  const policies = new Map(snapshot.policies.map(({ id, name }) => [id, { id, name }]))
  const clusters = snapshot.clusters.toSorted((a, b) => byName(a, b))
  return new Map(
    clusters.map(({ id, name, policyId }) => {
      const hosts = hostsOf.get(id) ?? []
      const vms = vmsOf.get(id) ?? []
      const policy = policyId === undefined ? undefined : policies.get(policyId)
      const view: ClusterView = {
        id,
        name,
        ...(policy && { policy }),
        ...scoreCluster(hosts),
        hostsUp: hosts.filter(({ status }) => status === 'up').length,
        hosts: hosts.length,
        vmsRunning: vms.filter(({ hostId }) => hostId !== undefined).length,
        vms: vms.length,
        hostViews: hosts.map(hostView).sort(byName),
      }
      return [id, view]
    }),
  )
}

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, 'en', { numeric: true })

function hostView({
  id,
  name,
  status,
  totalMiB,
  maxSchedulingMiB,
  activeVms,
  migratingVms,
  statistics,
}: Host): HostView {
  const { memoryFreeMiB, memoryUsedMiB, cpuPercent } = statistics
  return {
    id,
    name,
    status: status ?? 'unknown',
    memoryTotalMiB: totalMiB,
    ...(memoryFreeMiB !== undefined && { memoryFreeMiB }),
    ...(memoryUsedMiB !== undefined && totalMiB > 0 && { memoryUsedPercent: (100 * memoryUsedMiB) / totalMiB }),
    ...(maxSchedulingMiB !== undefined && { maxSchedulingMiB }),
    ...(cpuPercent !== undefined && { cpuPercent }),
    activeVms,
    migratingVms,
  }
}
