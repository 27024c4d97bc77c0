import type { Snapshot } from '../../../shared/model/snapshot.ts'
import { thawedAtMs } from '../../../shared/plan/automation.ts'
import type { Automation } from '../../apply/automation/automation.ts'
import { breakerReason } from '../../apply/automation/breaker.ts'
import type { Applier } from '../../apply/services.ts'
import type { Duty } from '../automation-cycle.ts'
import { automaticCluster } from './automatic-cluster.ts'

/** As many as the breaker compares. */
const KEPT_SNAPSHOTS = 41
/** The runs it looks at: what is done at night may be taken back in the morning. */
const LOOKED_BACK_MS = 24 * 3_600_000

/** Freezes a cluster in automatic mode when its figures or its moves tell that something is wrong. */
export function breakerDuty(
  deps: Readonly<{
    automation: Pick<Automation, 'freeze' | 'modeOf' | 'state'>
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
      const cluster = automaticCluster(snapshot, clusterId, deps.automation)
      if (cluster === undefined) return
      const nowMs = deps.now()
      const runs = await deps.applier.listRuns({ sinceMs: nowMs - LOOKED_BACK_MS })
      const sinceMs = thawedAtMs(await deps.automation.state(), clusterId)
      const because = breakerReason({ clusterId, snapshots: kept, runs, sinceMs, nowMs, staleMs: deps.staleMs })
      if (because !== undefined) await deps.automation.freeze(cluster, because)
    },
  }
}
