import { thawedAtMs } from '../../../shared/plan/automation.ts'
import { reason } from '../../../shared/policy/reason.ts'
import type { Automation } from '../../apply/automation/automation.ts'
import type { Deliveries } from '../../apply/deliveries.ts'
import { trustOf } from '../../apply/delivery.ts'
import type { Duty } from '../automation-cycle.ts'
import { isDue } from '../is-due.ts'
import { automaticCluster } from './automatic-cluster.ts'

/** Each look goes through a day of runs; who has just applied one wants to see what it promised. */
const INTERVAL_MS = 15_000

/** Measures what runs delivered, and freezes a cluster whose policy does not keep its word. */
export function deliveryDuty(
  deps: Readonly<{
    deliveries: Deliveries
    automation: Pick<Automation, 'freeze' | 'modeOf' | 'state'>
    floorPercent: number
    now: () => number
  }>,
): Duty {
  const lastMs = new Map<string, number>()
  return {
    name: 'delivery',
    async do(clusterId, snapshot) {
      const nowMs = deps.now()
      if (!isDue(lastMs.get(clusterId) ?? Number.NEGATIVE_INFINITY, INTERVAL_MS, nowMs)) return
      lastMs.set(clusterId, nowMs)
      await deps.deliveries.measure(clusterId, snapshot)
      const cluster = automaticCluster(snapshot, clusterId, deps.automation)
      if (cluster === undefined) return
      const sinceMs = thawedAtMs(await deps.automation.state(), clusterId)
      const since = (await deps.deliveries.list({ clusterId })).filter(({ endedAtMs }) => endedAtMs > sinceMs)
      const low = trustOf(since).find(({ percent }) => percent !== undefined && percent < deps.floorPercent)
      if (low === undefined) return
      const { percent = 0, unitId, runs } = low
      const text = `The last ${runs} runs of ${unitId} brought ${percent} % of what they promised; at least ${deps.floorPercent} % are asked for.`
      await deps.automation.freeze(
        cluster,
        reason('trust-low', text, { percent, unit: unitId, runs, floor: deps.floorPercent }),
      )
    },
  }
}
