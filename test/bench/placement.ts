/**
 * The engine's pipeline over a warm snapshot: filters, weights and the whole explanation for one VM; whether each VM could
 * run elsewhere; and how both grow, also drawn: `node test/bench/placement.ts [--hosts 10,50,100,200,400,1000] [--rounds N] [--json]`.
 * Exit code 1: slower at 400 hosts and 10,000 VMs than promised.
 */
import { parseArgs } from 'node:util'
import { indexSnapshot } from '../../server/model/indexed-snapshot.ts'
import { explainVm } from '../../server/scheduling/explain/explain-vm.ts'
import { clusterScene } from '../../server/scheduling/from-snapshot/cluster-scene.ts'
import { findHostFor } from '../../server/scheduling/pipeline/find-host-for.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import { type PlacementCost, placementChart } from './placement-chart.ts'
import { placementSnapshot } from './placement-snapshot.ts'
import { percentile } from './post-xml-rpc.ts'

const PROMISED_HOSTS = 400
const PROMISED_EXPLAIN_P99_MS = 10
const PROMISED_ELSEWHERE_S = 5

const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '10,50,100,200,400,1000' },
    rounds: { type: 'string', default: '500' },
    json: { type: 'boolean', default: false },
  },
})

const costs: PlacementCost[] = []
for (const hosts of values.hosts.split(',').map(Number)) {
  const snapshot = placementSnapshot(hosts)
  const row = { bench: 'placement', hosts, vms: snapshot.vms.length, ...explainTimes(snapshot), ...elsewhere(snapshot) }
  const figures = Object.entries({ ...row, rssMiB: process.memoryUsage.rss() / 1_048_576 }).map(
    ([name, figure]) => [name, typeof figure === 'number' ? Number(figure.toFixed(3)) : figure] as const,
  )
  console.log(
    values.json
      ? JSON.stringify(Object.fromEntries(figures))
      : figures.map(([name, figure]) => `${name} ${figure}`).join(', '),
  )
  costs.push(row)
  const isSlow = row.explainP99Ms >= PROMISED_EXPLAIN_P99_MS || row.elsewhereS >= PROMISED_ELSEWHERE_S
  if (hosts === PROMISED_HOSTS && isSlow) process.exitCode = 1
}
const chart = placementChart(costs, { isColoured: process.stdout.isTTY && process.stdout.hasColors() })
if (!values.json && chart !== '') console.log(`\n${chart}`)

function explainTimes(snapshot: Snapshot) {
  const index = indexSnapshot(snapshot)
  const rounds = Number(values.rounds)
  const ask = (i: number): number => {
    const vm = snapshot.vms[(i * 7919) % snapshot.vms.length]
    if (vm === undefined) throw new Error('no VM')
    const startedMs = performance.now()
    if (explainVm(index, vm, { onUnknown: 'keep' })?.placement.chosen === undefined) throw new Error('no host')
    return performance.now() - startedMs
  }
  for (let i = 0; i < 50; i += 1) ask(i)
  const times = Array.from({ length: rounds }, (_, i) => ask(i)).sort((a, b) => a - b)
  return { explainP50Ms: percentile(times, 0.5), explainP99Ms: percentile(times, 0.99) }
}

/** For every VM of the snapshot: is there another host that would take it. */
function elsewhere(snapshot: Snapshot) {
  const index = indexSnapshot(snapshot)
  const [cluster] = snapshot.clusters
  if (cluster === undefined) throw new Error('no cluster')
  const startedMs = performance.now()
  const { policy, situation } = clusterScene(index, cluster)
  let movable = 0
  for (const vm of situation.vms) {
    const others = situation.hosts.filter(({ id }) => id !== vm.hostId)
    if (findHostFor(vm, others, policy.filters, { situation, onUnknown: 'keep' }) !== undefined) movable += 1
  }
  return { elsewhereS: (performance.now() - startedMs) / 1000, movable }
}
