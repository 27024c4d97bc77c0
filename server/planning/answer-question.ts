import type { Plan } from '../../shared/plan/plan.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import { migrationCost } from '../planner/migration-cost.ts'
import { clusterScene } from '../scheduling/from-snapshot/cluster-scene.ts'
import { refusalFilter } from '../scheduling/pipeline/learned-refusals.ts'
import { planCluster } from './plan-cluster.ts'
import type { PlanQuestion } from './plan-question.ts'

/** A small cluster is searched through in less than the time there is: the search gets this long, and so much more for each VM. */
const [LEAST_S, VMS_PER_S] = [0.5, 500]

/**
 * `elapsedS` counts from the question, `workedS` the CPU's time since: a machine that is busy with other things costs a small search nothing
 * of what it needs, up to the time there is. Throws when the snapshot has no such cluster.
 */
export function answerQuestion(
  question: PlanQuestion,
  elapsedS: () => number,
  onBetter?: (plan: Plan) => void,
  workedS = elapsedS,
): Plan {
  const { snapshot, clusterId, watched, refusals, mibPerSecond, seconds, ...request } = question
  const index = indexSnapshot(snapshot)
  const cluster = index.clusters.get(clusterId)
  if (cluster === undefined) throw new Error(`the snapshot has no cluster ${clusterId}`)
  const searchS = Math.min(seconds, LEAST_S + index.vmsOf(clusterId).length / VMS_PER_S)
  return planCluster(
    clusterScene(index, cluster, watched),
    {
      ...request,
      costOf: vm => migrationCost(vm, mibPerSecond),
      ...(refusals.length > 0 && { filters: [refusalFilter(refusals)] }),
    },
    () => Math.max(workedS() / searchS, elapsedS() / seconds),
    onBetter,
  )
}
