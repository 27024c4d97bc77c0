import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import type { Automation } from '../../apply/automation/automation.ts'
import type { AutomationRules } from '../../apply/automation/automation-rules.ts'
import { type Applier, ApplyError, isService, type Recommendations, service } from '../../apply/services.ts'
import type { Duty } from '../automation-cycle.ts'
import { automaticCluster } from './automatic-cluster.ts'

/** A plan that a person has asked for, to empty a host or to take a run back, is theirs to begin. */
const isOurs = (one: Recommendation): boolean =>
  one.kind !== 'plan' || (one.requestedBy !== undefined && isService(one.requestedBy))

const MOST_LOOKED_AT = 10_000

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
      const open = await deps.recommendations.list({ clusterId, state: 'open', limit: MOST_LOOKED_AT })
      const wanted = open
        .filter(one => one.kind !== 'host')
        .filter(({ priority }) => priority <= level)
        .filter(isOurs)
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
