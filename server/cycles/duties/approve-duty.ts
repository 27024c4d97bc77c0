import type { Automation } from '../../apply/automation/automation.ts'
import type { AutomationRules } from '../../apply/automation/automation-rules.ts'
import { MOST_CURRENT } from '../../apply/most-current.ts'
import { type Applier, ApplyError, isOwnPlan, type Recommendations, service } from '../../apply/services.ts'
import type { Duty } from '../automation-cycle.ts'
import { automaticCluster } from './automatic-cluster.ts'

/** In automatic mode: approves what is urgent enough, one run at a time in a cluster. The gate has the last word on each. */
export function approveDuty(
  deps: Readonly<{
    recommendations: Pick<Recommendations, 'list'>
    applier: Pick<Applier, 'apply'>
    automation: Pick<Automation, 'modeOf' | 'permit'>
    levelOf: AutomationRules['levelOf']
    onRefused: (recommendationId: string, error: ApplyError) => void
  }>,
): Duty {
  return {
    name: 'approve',
    async do(clusterId, snapshot) {
      const cluster = automaticCluster(snapshot, clusterId, deps.automation)
      if (cluster === undefined) return
      const [applying] = await deps.recommendations.list({ clusterId, state: 'applying', limit: 1 })
      if (applying !== undefined) return
      const level = deps.levelOf(cluster)
      const open = await deps.recommendations.list({ clusterId, state: 'open', limit: MOST_CURRENT })
      const wanted = open
        .filter(one => one.kind !== 'host')
        .filter(({ priority }) => priority <= level)
        .filter(one => one.kind !== 'plan' || isOwnPlan(one))
        .toSorted((a, b) => a.priority - b.priority || a.createdAtMs - b.createdAtMs)
      for (const recommendation of wanted) {
        const [move] = recommendation.kind === 'plan' ? recommendation.plan.steps : [recommendation]
        if (move === undefined) continue
        const request = {
          recommendation,
          move: { cluster, vm: move.vm, from: move.from, to: move.to },
          isAutomatic: true,
        }
        // A closed window or a spent budget is no reason to begin a run that would only wait.
        if (!(await deps.automation.permit(request)).ok) continue
        try {
          await deps.applier.apply(recommendation.id, service)
          return
        } catch (error) {
          if (!(error instanceof ApplyError)) throw error
          deps.onRefused(recommendation.id, error)
        }
      }
    },
  }
}
