/** What is said of clusters and of the service, for the tests of the overview. */
import type { ClusterHealth } from '../../../shared/api/cluster-health.ts'
import type { Health } from '../../../shared/api/service.ts'
import { reason } from '../../../shared/policy/reason.ts'

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

export const aHealth = (over: Partial<Health> = {}): Health => ({
  state: 'ok',
  engine: { reachable: true, snapshotAgeMs: 4000 },
  store: { writable: true },
  xmlrpc: { lastCallAtMs: Date.UTC(2026, 7, 19, 12) },
  ...over,
})
