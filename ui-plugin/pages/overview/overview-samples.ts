/** Clusters and what is said of them, for the tests of the overview. */
import type { ClusterHealth } from '../../../shared/api/cluster-health.ts'
import type { ClusterDetail, HostView } from '../../../shared/api/clusters.ts'
import type { AutomationReply } from '../../../shared/api/plans.ts'
import type { Health, UnitList } from '../../../shared/api/service.ts'
import { reason } from '../../../shared/policy/reason.ts'

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

const full = (used: number) =>
  reason('host-full', `host3 has ${used} % of its CPU in use.`, { host: 'host3', what: 'CPU', used })

/** Four reasons, one VM. */
export const aClusterHealth = (over: Partial<ClusterHealth> = {}): ClusterHealth => ({
  cluster: { id: 'c1', name: 'Default' },
  score: 25,
  costs: [95, 92, 90, 88].map(used => ({ points: 5 * (used - 80), because: full(used) })),
  vms: [
    {
      vm: { id: 'v7', name: 'db-07' },
      host: { id: 'host3', name: 'host3' },
      score: 25,
      costs: [{ points: 75, because: full(95) }],
    },
  ],
  snapshotTakenAtMs: 0,
  ...over,
})

export const anAutomation = (over: Partial<AutomationReply> = {}): AutomationReply => ({
  state: { freezes: [] },
  clusters: [
    {
      cluster: { id: 'c1', name: 'Default' },
      mode: 'approve',
      objective: 'none',
      level: 3,
      windows: [],
      perHour: 10,
      perDay: 100,
      mayEdit: true,
      permissionNeeded: 'edit_cluster_configuration',
    },
  ],
  excludeTag: '',
  trust: [],
  mayStop: true,
  permissionNeeded: 'migrate_vm',
  ...over,
})

export const aHealth = (over: Partial<Health> = {}): Health => ({
  state: 'ok',
  engine: { reachable: true, snapshotAgeMs: 4000 },
  store: { writable: true },
  xmlrpc: { lastCallAtMs: Date.UTC(2026, 7, 19, 12) },
  ...over,
})

export const aUnitList = (over: Partial<UnitList> = {}): UnitList => ({
  units: [
    {
      id: 'host_memory_balance',
      description: 'Keeps memory free.',
      source: 'built-in',
      kind: 'built-in',
      isolation: 'none',
      replacesBuiltIn: false,
      functions: ['balance'],
      onFailure: 'open',
      state: 'active',
      warnings: [],
      calls: { count: 0, failures: 0 },
      usedBy: [{ id: 'c1', name: 'Default' }],
      parameters: [],
      regex: '',
      engine: 'seen',
    },
  ],
  plugins: [],
  missing: [],
  sandbox: { level: 'kernel', wrapper: 'bwrap' },
  mayReload: true,
  permissionNeeded: 'edit_cluster_configuration',
  ...over,
})
