/** What one new snapshot costs the list of clusters, and how that grows: `node test/bench/clusters.ts [--json]`. */
import { parseArgs } from 'node:util'
import { clusterViewsOf } from '../../server/api/cluster-views.ts'
import { clusterStanding } from '../../server/planner/cluster-standing.ts'
import { defaultPlanOptions } from '../../server/planner/objective/plan-input.ts'
import { aCluster, aHost, aSnapshot, aVm } from '../fakes/builders.ts'

const CLUSTERS = 10
const VMS_PER_HOST = 25
const ROUNDS = 50

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })

for (const hosts of [10, 100, 400, 1_000]) {
  const times = Array.from({ length: ROUNDS }, roundOf(hosts)).toSorted((a, b) => a - b)
  const row = {
    bench: 'clusters',
    hosts,
    vms: hosts * VMS_PER_HOST,
    p50Ms: Number(times[Math.floor(ROUNDS / 2)]?.toFixed(3)),
    maxMs: Number(times.at(-1)?.toFixed(3)),
  }
  console.log(
    values.json ? JSON.stringify(row) : `${row.hosts} hosts, ${row.vms} VMs: p50 ${row.p50Ms} ms, max ${row.maxMs} ms`,
  )
}

function roundOf(count: number): () => number {
  const inCluster = (i: number) => `c${i % CLUSTERS}`
  const clusters = Array.from({ length: CLUSTERS }, (_, i) => aCluster({ id: inCluster(i), name: `cluster${i}` }))
  const hosts = Array.from({ length: count }, (_, i) => aHost({ id: `host${i}`, clusterId: inCluster(i) }))
  const vms = Array.from({ length: count * VMS_PER_HOST }, (_, i) =>
    aVm({ id: `vm${i}`, clusterId: inCluster(i), hostId: `host${i % count}` }),
  )
  const viewsOf = clusterViewsOf(clusterStanding(defaultPlanOptions.bounds))
  return () => {
    const snapshot = aSnapshot({ clusters, hosts, vms })
    const begunMs = performance.now()
    viewsOf(snapshot)
    return performance.now() - begunMs
  }
}
