import type { AutomationRules } from '../../apply/automation/automation-rules.ts'
import type { Plans } from '../../apply/plans.ts'
import { type Recommendations, service } from '../../apply/services.ts'
import type { Duty } from '../automation-cycle.ts'
import { isDue } from '../is-due.ts'
import type { QuietWait } from '../quiet-wait.ts'

/** Plans for the standing objective of a cluster, now and then. */
export function planDuty(
  deps: Readonly<{
    plans: Pick<Plans, 'request'>
    recommendations: Pick<Recommendations, 'list'>
    rules: Pick<AutomationRules, 'objectiveOf' | 'modeOf' | 'levelOf'>
    intervalMs: number
    quiet: QuietWait
    now: () => number
  }>,
): Duty {
  const lastMs = new Map<string, number>()
  return {
    name: 'plan',
    async do(clusterId, snapshot, signal) {
      const cluster = snapshot.clusters.find(({ id }) => id === clusterId)
      const isLeftAlone = cluster === undefined || cluster.upgradeInProgress || deps.rules.modeOf(cluster) === 'off'
      const kind = isLeftAlone ? 'none' : deps.rules.objectiveOf(cluster)
      const nowMs = deps.now()
      if (isLeftAlone || kind === 'none') return deps.quiet.forget(clusterId)
      if (!isDue(lastMs.get(clusterId) ?? Number.NEGATIVE_INFINITY, deps.intervalMs, nowMs)) return
      const [applying] = await deps.recommendations.list({ clusterId, state: 'applying', limit: 1 })
      // What is being moved will look different when it has been.
      const isMoving = applying !== undefined
      // The first figures after a move are those of a moment. What is broken is broken all the same.
      if (kind === 'repair' ? isMoving : !deps.quiet.isOver({ clusterId, snapshot, isMoving, nowMs })) return
      lastMs.set(clusterId, nowMs)
      await deps.plans.request({ clusterId, objective: { kind }, level: deps.rules.levelOf(cluster) }, service, signal)
    },
  }
}
