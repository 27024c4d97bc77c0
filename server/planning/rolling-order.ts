import type { Named } from '../../shared/plan/named.ts'
import type { Plan, PlanObjective } from '../../shared/plan/plan.ts'
import { vmsOn } from '../scheduling/facts/situation.ts'
import { withMoves } from '../scheduling/facts/with-moves.ts'
import type { ClusterScene } from '../scheduling/from-snapshot/cluster-scene.ts'
import { type PlanRequest, planCluster } from './plan-cluster.ts'

/** One host's turn: what must leave it first, from where the turns before have left everybody. */
export type Turn = Readonly<{ host: Named; plan: Plan }>

/**
 * In which order the hosts of a cluster are emptied for maintenance, one at a time, each back in use before the next: always the one
 * with the fewest VMs then. What one host gave away has room to come to it when the next one is emptied, so no VM is sent round more than
 * it must be. A host that cannot be emptied wholly says so in its plan, and the order goes on.
 */
export function rollingOrder(
  scene: ClusterScene,
  request: Omit<PlanRequest, 'objective'>,
  /** The time of one turn, begun anew for each. */
  beginTurn: () => () => number,
): readonly Turn[] {
  const left = new Map(
    scene.situation.hosts.filter(({ status }) => status === 'up').map(({ id, name }) => [id, { id, name }]),
  )
  const turns: Turn[] = []
  let { situation } = scene
  while (left.size > 0) {
    const [host] = [...left.values()].toSorted(
      (a, b) => vmsOn(situation, a.id).length - vmsOn(situation, b.id).length || a.name.localeCompare(b.name, 'en'),
    )
    if (host === undefined) break
    left.delete(host.id)
    const objective: PlanObjective = { kind: 'evacuate', hostIds: [host.id] }
    const plan = planCluster({ ...scene, situation }, { ...request, objective }, beginTurn())
    turns.push({ host, plan })
    situation = withMoves(situation, new Map(plan.steps.map(({ vm, to }) => [vm.id, to.id])))
  }
  return turns
}
