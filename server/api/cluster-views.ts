/** What the API shows of clusters that follows from the snapshot alone: worked out once for each snapshot. */

import type { ClusterDetail, ClusterSummary, HostView } from '../../shared/api/clusters.ts'
import { compareNames } from '../../shared/measure/compare-names.ts'
import { clamp } from '../../shared/measure/statistics.ts'
import { vcpusPerCpu } from '../../shared/measure/vcpus-per-cpu.ts'
import type { Host } from '../../shared/model/host.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { Vm } from '../../shared/model/vm.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import { runningVcpus } from '../model/running-vcpus.ts'
import type { ScoreCluster } from './ports.ts'

export type ClusterView = Omit<ClusterSummary, 'openRecommendations' | 'notices' | 'advice'> &
  Pick<ClusterDetail, 'hostViews'>

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
  const { hostsOf, vmsOf, policies } = indexSnapshot(snapshot)
  const clusters = snapshot.clusters.toSorted(byName)
  return new Map(
    clusters.map(({ id, name, policyId }) => {
      const hosts = hostsOf(id)
      const vms = vmsOf(id)
      const vmsOn = Map.groupBy(vms, ({ hostId }) => hostId)
      const policy = policyId === undefined ? undefined : policies.get(policyId)
      const view: ClusterView = {
        id,
        name,
        ...(policy && { policy: { id: policy.id, name: policy.name } }),
        ...scoreCluster(hosts),
        hostsUp: hosts.filter(({ status }) => status === 'up').length,
        hosts: hosts.length,
        vmsRunning: vms.filter(({ hostId }) => hostId !== undefined).length,
        vms: vms.length,
        hostViews: hosts.map(host => hostView(host, vmsOn.get(host.id) ?? [])).sort(byName),
      }
      return [id, view]
    }),
  )
}

const byName = (a: { name: string }, b: { name: string }) => compareNames(a.name, b.name)

function hostView(host: Host, vmsThere: readonly Vm[]): HostView {
  const { id, name, status, totalMiB, maxSchedulingMiB, activeVms, migratingVms, statistics } = host
  const { memoryFreeMiB, cpuPercent, swapUsedMiB } = statistics
  const usedPercent = memoryFreeMiB === undefined || totalMiB <= 0 ? undefined : 100 * (1 - memoryFreeMiB / totalMiB)
  const cpus = host.threads ?? host.cores
  return {
    id,
    name,
    status: status ?? 'unknown',
    memoryTotalMiB: totalMiB,
    ...(memoryFreeMiB !== undefined && { memoryFreeMiB }),
    ...(usedPercent !== undefined && { memoryUsedPercent: clamp(usedPercent, 0, 100) }),
    ...(maxSchedulingMiB !== undefined && { maxSchedulingMiB }),
    ...(cpuPercent !== undefined && { cpuPercent }),
    ...(cpus !== undefined && { vcpusPerCpu: vcpusPerCpu(runningVcpus(vmsThere), cpus) }),
    ...(swapUsedMiB !== undefined && { swapUsedMiB }),
    activeVms,
    migratingVms,
  }
}
