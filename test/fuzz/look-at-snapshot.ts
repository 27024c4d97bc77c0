import { clusterViewsOf } from '../../server/api/cluster-views.ts'
import { indexSnapshot } from '../../server/model/indexed-snapshot.ts'
import { clusterStanding } from '../../server/planner/cluster-standing.ts'
import { defaultPlanOptions } from '../../server/planner/objective/plan-input.ts'
import { clusterHealth } from '../../server/planning/cluster-health.ts'
import { planCluster } from '../../server/planning/plan-cluster.ts'
import { createRuntime } from '../../server/runtime/create-runtime.ts'
import { explainWithUnits } from '../../server/runtime/explain-with-units.ts'
import { aboutHosts } from '../../server/runtime/question.ts'
import { builtIn } from '../../server/runtime/unit-runner.ts'
import { explainBalance } from '../../server/scheduling/explain/explain-balance.ts'
import { explainWhyNot } from '../../server/scheduling/explain/explain-vm.ts'
import { clusterScene } from '../../server/scheduling/from-snapshot/cluster-scene.ts'
import { builtInUnits } from '../../server/units/built-in-units.ts'
import { clusterHealthSchema } from '../../shared/api/cluster-health.ts'
import { clusterSummarySchema } from '../../shared/api/clusters.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import { parseSnapshot } from '../../shared/model/snapshot-schema.ts'
import { engineBalanceSchema, placementSchema, whyNotSchema } from '../../shared/plan/placement.ts'
import { planSchema } from '../../shared/plan/plan.ts'
import { aPlanRequest, progressInLooks } from '../fakes/cluster-plans.ts'

/** A search so short that many of them fit into a test. */
const LOOKS = 20

const runtime = createRuntime({ units: builtInUnits.map(unit => builtIn(unit)), elapsedMs: () => 0 })
const deps = { units: runtime, onUnknown: 'keep', watched: () => new Map() } as const
const viewsOf = clusterViewsOf(clusterStanding(defaultPlanOptions.bounds))

/** Everything that the service works out of a snapshot by itself; fails where any of it fails, or is not of the shape it promises. */
export async function lookAtSnapshot(snapshot: Snapshot): Promise<void> {
  const parsed = parseSnapshot(JSON.stringify(snapshot))
  if (!parsed.ok) throw new Error(`the snapshot is none: ${parsed.problems.join('; ').slice(0, 400)}`)
  const index = indexSnapshot(snapshot)
  for (const view of viewsOf(snapshot).values())
    clusterSummarySchema.parse({ ...view, openRecommendations: 0, notices: [] })
  for (const cluster of snapshot.clusters) {
    clusterHealthSchema.parse(clusterHealth(index, cluster))
    engineBalanceSchema.parse(explainBalance(index, cluster, { onUnknown: 'keep', watched: new Map() }))
    const asked = await runtime.balance('host_memory_balance', aboutHosts(snapshot, index.hostsOf(cluster.id)), {})
    if (!asked.ok) throw new Error(`the balancer failed: ${JSON.stringify(asked)}`)
    for (const kind of ['balance', 'density', 'repair'] as const) {
      const request = aPlanRequest({ objective: { kind } })
      planSchema.parse(planCluster(clusterScene(index, cluster), request, progressInLooks(LOOKS)))
    }
  }
  for (const vm of snapshot.vms) {
    const explained = await explainWithUnits(index, vm, deps)
    if (explained === undefined) continue
    placementSchema.parse(explained.placement)
    for (const host of snapshot.hosts) {
      const answer = explainWhyNot(explained, host.id)
      if (answer !== undefined) whyNotSchema.parse(answer)
    }
  }
}
