import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { AutomationRules } from '../../apply/automation/automation-rules.ts'
import type { Plans } from '../../apply/plans.ts'
import { type Recommendations, service } from '../../apply/services.ts'
import type { Duty } from '../automation-cycle.ts'
import { isDue } from '../is-due.ts'

/** Plans for the standing objective of a cluster, now and then. */
export function planDuty(
  deps: Readonly<{
    plans: Pick<Plans, 'request'>
    recommendations: Pick<Recommendations, 'list'>
    rules: Pick<AutomationRules, 'objectiveOf' | 'modeOf' | 'levelOf'>
    intervalMs: number
    /** How long the figures of a cluster's hosts have been averaged, and must have been. */
    heldMs: (clusterId: string, snapshot: Snapshot) => number
    holdMs: number
    now: () => number
  }>,
): Duty {
  const lastMs = new Map<string, number>()
  return {
    name: 'plan',
    async do(clusterId, snapshot, signal) {
      const cluster = snapshot.clusters.find(({ id }) => id === clusterId)
      if (cluster === undefined || cluster.upgradeInProgress || deps.rules.modeOf(cluster) === 'off') return
      const kind = deps.rules.objectiveOf(cluster)
      const nowMs = deps.now()
      if (kind === 'none' || !isDue(lastMs.get(clusterId) ?? Number.NEGATIVE_INFINITY, deps.intervalMs, nowMs)) return
      // The first figures after a move are those of a moment. What is broken is broken all the same.
      if (kind !== 'repair' && deps.heldMs(clusterId, snapshot) < deps.holdMs) return
      // What is being moved will look different when it has been.
      const [applying] = await deps.recommendations.list({ clusterId, state: 'applying', limit: 1 })
      if (applying !== undefined) return
      lastMs.set(clusterId, nowMs)
      await deps.plans.request({ clusterId, objective: { kind }, level: deps.rules.levelOf(cluster) }, service, signal)
    },
  }
}
