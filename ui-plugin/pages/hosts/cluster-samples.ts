/** Clusters and their hosts, for the tests of the pages. */
import type { ClusterDetail, HostView } from '../../../shared/api/clusters.ts'

export const aHostView = (over: Partial<HostView> = {}): HostView => ({
  id: over.name ?? 'host1',
  name: 'host1',
  status: 'up',
  memoryTotalMiB: 65_536,
  memoryFreeMiB: 32_768,
  memoryUsedPercent: 50,
  cpuPercent: 20,
  activeVms: 3,
  migratingVms: 0,
  ...over,
})

/** Default with two hosts, all well. */
export const aClusterDetail = (over: Partial<ClusterDetail> = {}): ClusterDetail => ({
  id: 'c1',
  name: 'Default',
  score: 100,
  imbalance: { memoryPercent: 0, cpuPercent: 0 },
  limits: { memoryPercent: 90, cpuPercent: 80 },
  hostsBeyondLimits: 0,
  hottest: { host: { id: 'host3', name: 'host3' }, what: 'cpu', percent: 71 },
  hostsUp: 2,
  hosts: 2,
  vms: 5,
  vmsRunning: 5,
  openRecommendations: 0,
  notices: [],
  hostViews: [aHostView(), aHostView({ name: 'host2' })],
  mayApply: true,
  permissionNeeded: 'migrate_vm',
  ...over,
})
