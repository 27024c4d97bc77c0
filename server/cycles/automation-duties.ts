/** The duties of the automation cycle, each a small piece between the services that do the work. */
import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { Named } from '../../shared/plan/named.ts'
import { reason } from '../../shared/policy/reason.ts'
import type { Automation } from '../apply/automation/automation.ts'
import type { AutomationRules } from '../apply/automation/automation-rules.ts'
import { breakerReason } from '../apply/automation/breaker.ts'
import type { Deliveries } from '../apply/deliveries.ts'
import { trustOf } from '../apply/delivery.ts'
import type { Plans } from '../apply/plans.ts'
import { type Applier, ApplyError, type Recommendations, service } from '../apply/services.ts'
import type { Duty } from './automation-cycle.ts'
import { isDue } from './is-due.ts'

const HOUR_MS = 3_600_000
/** What failed longer ago was seen by somebody, or is planned for anyway. */
const REPLAN_WITHIN_MS = 10 * 60_000
/** As many as the breaker compares. */
const KEPT_SNAPSHOTS = 41

/** Freezes a cluster in automatic mode when its figures or its moves tell that something is wrong. */
export function breakerDuty(
  deps: Readonly<{
    automation: Pick<Automation, 'freeze' | 'modeOf'>
    applier: Pick<Applier, 'listRuns'>
    staleMs: number
    now: () => number
  }>,
): Duty {
  let kept: readonly Snapshot[] = []
  return {
    name: 'breaker',
    async do(clusterId, snapshot) {
      if (kept[0] !== snapshot) kept = [snapshot, ...kept].slice(0, KEPT_SNAPSHOTS)
      const cluster = clusterOf(snapshot, clusterId)
      if (cluster === undefined || deps.automation.modeOf(cluster) !== 'automatic') return
      const nowMs = deps.now()
      const runs = await deps.applier.listRuns({ sinceMs: nowMs - 2 * HOUR_MS })
      const because = breakerReason({ clusterId, snapshots: kept, runs, nowMs, staleMs: deps.staleMs })
      if (because !== undefined) await deps.automation.freeze(nameOf(cluster), because)
    },
  }
}

/** Measures what runs delivered, and freezes a cluster whose policy does not keep its word. */
export function deliveryDuty(
  deps: Readonly<{
    deliveries: Deliveries
    automation: Pick<Automation, 'freeze' | 'modeOf' | 'state'>
    floorPercent: number
  }>,
): Duty {
  return {
    name: 'delivery',
    async do(clusterId, snapshot) {
      await deps.deliveries.measure(clusterId, snapshot)
      const cluster = clusterOf(snapshot, clusterId)
      if (cluster === undefined || deps.automation.modeOf(cluster) !== 'automatic') return
      const thawedAtMs = (await deps.automation.state()).thaws?.find(one => one.clusterId === clusterId)?.atMs ?? 0
      const since = (await deps.deliveries.list({ clusterId })).filter(({ endedAtMs }) => endedAtMs > thawedAtMs)
      const low = trustOf(since).find(({ percent }) => percent !== undefined && percent < deps.floorPercent)
      if (low === undefined) return
      const { percent = 0, unitId, runs } = low
      const text = `The last ${runs} runs of ${unitId} brought ${percent} % of what they promised; at least ${deps.floorPercent} % are asked for.`
      await deps.automation.freeze(
        nameOf(cluster),
        reason('trust-low', text, { percent, unit: unitId, runs, floor: deps.floorPercent }),
      )
    },
  }
}

/** Plans for the standing objective of a cluster, now and then. */
export function planDuty(
  deps: Readonly<{
    plans: Pick<Plans, 'request'>
    recommendations: Pick<Recommendations, 'list'>
    rules: Pick<AutomationRules, 'objectiveOf' | 'modeOf'>
    intervalMs: number
    now: () => number
  }>,
): Duty {
  const lastMs = new Map<string, number>()
  return {
    name: 'plan',
    async do(clusterId, snapshot, signal) {
      const cluster = clusterOf(snapshot, clusterId)
      if (cluster === undefined || cluster.upgradeInProgress || deps.rules.modeOf(cluster) === 'off') return
      const kind = deps.rules.objectiveOf(cluster)
      const nowMs = deps.now()
      if (kind === 'none' || !isDue(lastMs.get(clusterId) ?? Number.NEGATIVE_INFINITY, deps.intervalMs, nowMs)) return
      // What is being moved will look different when it has been.
      const [applying] = await deps.recommendations.list({ clusterId, state: 'applying', limit: 1 })
      if (applying !== undefined) return
      lastMs.set(clusterId, nowMs)
      await deps.plans.request({ clusterId, objective: { kind } }, service, signal)
    },
  }
}

/** What is left of a plan of which a step failed is planned anew, once the engine has been read since. A stopped run is left alone. */
export function replanDuty(
  deps: Readonly<{ plans: Pick<Plans, 'replan'>; applier: Pick<Applier, 'listRuns'>; now: () => number }>,
): Duty {
  const done = new Set<string>()
  return {
    name: 'replan',
    async do(clusterId, snapshot, signal) {
      const runs = await deps.applier.listRuns({ state: 'failed', sinceMs: deps.now() - 24 * HOUR_MS })
      for (const run of runs) {
        const { endedAtMs = 0 } = run
        const isDue =
          run.cluster.id === clusterId && deps.now() - endedAtMs < REPLAN_WITHIN_MS && snapshot.takenAtMs > endedAtMs
        if (!isDue || done.has(run.id) || run.cancelledBy !== undefined || run.steps.length < 2) continue
        done.add(run.id)
        await deps.plans.replan(run, signal)
      }
    },
  }
}

/** In automatic mode: approves what is urgent enough, one run at a time in a cluster. The gate has the last word on each. */
export function approveDuty(
  deps: Readonly<{
    recommendations: Pick<Recommendations, 'list'>
    applier: Pick<Applier, 'apply'>
    automation: Pick<Automation, 'modeOf' | 'permit'>
    level: number
    onRefused: (recommendationId: string, error: ApplyError) => void
  }>,
): Duty {
  return {
    name: 'approve',
    async do(clusterId, snapshot) {
      const cluster = clusterOf(snapshot, clusterId)
      if (cluster === undefined || deps.automation.modeOf(cluster) !== 'automatic') return
      const [applying] = await deps.recommendations.list({ clusterId, state: 'applying', limit: 1 })
      if (applying !== undefined) return
      const open = await deps.recommendations.list({ clusterId, state: 'open' })
      const wanted = open
        .filter(one => one.kind !== 'host')
        .filter(({ priority }) => priority <= deps.level)
        .toSorted((a, b) => a.priority - b.priority || a.createdAtMs - b.createdAtMs)
      for (const recommendation of wanted) {
        const [move] = recommendation.kind === 'plan' ? recommendation.plan.steps : [recommendation]
        if (move === undefined) continue
        const request = {
          recommendation,
          move: { cluster: nameOf(cluster), vm: move.vm, from: move.from, to: move.to },
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

/** Forgets what is older than it must be kept, once a day. */
export function retentionDuty(
  deps: Readonly<{ forgetBefore: (ms: number) => Promise<number>; retentionMs: number; now: () => number }>,
): Duty {
  let lastMs = Number.NEGATIVE_INFINITY
  return {
    name: 'retention',
    async do() {
      const nowMs = deps.now()
      if (!isDue(lastMs, 24 * HOUR_MS, nowMs)) return
      lastMs = nowMs
      await deps.forgetBefore(nowMs - deps.retentionMs)
    },
  }
}

const clusterOf = ({ clusters }: Snapshot, clusterId: string) => clusters.find(({ id }) => id === clusterId)

/** What is kept of a cluster, and told. */
const nameOf = ({ id, name }: Named): Named => ({ id, name })
