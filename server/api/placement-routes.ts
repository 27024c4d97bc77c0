import type { Automation } from '../apply/automation/automation.ts'
import { MOST_CURRENT } from '../apply/most-current.ts'
import type { Recommendations } from '../apply/services.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import { explainBalance } from '../scheduling/explain/explain-balance.ts'
import { type ExplainedVm, explainWhyNot } from '../scheduling/explain/explain-vm.ts'
import type { MoveState } from '../scheduling/explain/move-state.ts'
import { recommendedMove } from '../scheduling/explain/recommended-move.ts'
import { whyNotMoved } from '../scheduling/explain/why-not-moved.ts'
import type { WatchedHosts } from '../scheduling/from-snapshot/cluster-scene.ts'
import { ApiProblem } from './api-problem.ts'
import { balancerWord } from './balancer-word.ts'
import { clusterIn, currentSnapshot } from './current-snapshot.ts'
import { routes } from './routes.ts'
import type { Serve } from './serve-route.ts'

export type PlacementRoutesDeps = Readonly<{
  recommendations: Recommendations
  automation: Pick<Automation, 'modeOf' | 'holds'>
  snapshots: SnapshotSource
  /** Where a VM would be placed now, refusals included. Throws `not-found` and `no-snapshot`. */
  explained: (vmId: string) => Promise<ExplainedVm>
  /** Whether hosts of which a fact is missing count as able to take a VM. */
  unknownFacts: 'keep' | 'drop'
  /** What was watched of hosts, beyond what the engine tells. */
  watched: () => WatchedHosts
}>

/** So many of a cluster, in whatever state, are searched for the VM's newest; what is open is found beyond them. */
const NEWEST_SEARCHED = 1000

export function placementRoutes(serve: Serve, deps: PlacementRoutesDeps): void {
  const { snapshots, explained, unknownFacts, watched } = deps

  serve(routes.engineBalance, ({ id }) => {
    const snapshot = currentSnapshot(snapshots)
    const cluster = clusterIn(snapshot, id)
    return explainBalance(indexSnapshot(snapshot), cluster, { onUnknown: unknownFacts, watched: watched() })
  })

  serve(routes.placement, async ({ id }) => (await explained(id)).placement)

  serve(routes.whyNot, async ({ id, query }) => {
    const vm = await explained(id)
    const answer = explainWhyNot(vm, query.host)
    if (answer !== undefined) return answer
    throw new ApiProblem('not-found', `${vm.placement.cluster.name}, the cluster of the VM, has no host ${query.host}.`)
  })

  serve(routes.whyNotMoved, async ({ id }) => {
    const vm = await explained(id)
    return whyNotMoved(vm, await moveState(vm, deps))
  })
}

async function moveState(
  { vm, placement }: ExplainedVm,
  { recommendations, automation }: Pick<PlacementRoutesDeps, 'recommendations' | 'automation'>,
): Promise<MoveState> {
  const { cluster } = placement
  const clusterId = cluster.id
  const mode = automation.modeOf(cluster)
  const advice = recommendations.findAdvice(clusterId)
  const newest =
    recommendedMove(vm.id, await recommendations.list({ clusterId, limit: NEWEST_SEARCHED })) ??
    recommendedMove(vm.id, await recommendations.list({ clusterId, state: 'open', limit: MOST_CURRENT }))
  const held = await automation.holds(cluster, placement.vm)
  return {
    automation: { mode, ...(held && { held }) },
    ...(advice && { advice: balancerWord(vm, { held: [], ...advice }) }),
    ...(newest && { recommendation: newest }),
  }
}
