import type { Plans } from '../../apply/plans.ts'
import type { Applier } from '../../apply/services.ts'
import type { Duty } from '../automation-cycle.ts'

/** What failed longer ago was seen by somebody, or is planned for anyway. */
const REPLAN_WITHIN_MS = 10 * 60_000
/** Runs are listed by when they began, and the longest may take hours. */
const LOOKED_BACK_MS = 24 * 3_600_000

/** What is left of a plan of which a step failed is planned anew, once the engine has been read since. A stopped run is left alone. */
export function replanDuty(
  deps: Readonly<{ plans: Pick<Plans, 'replan'>; applier: Pick<Applier, 'listRuns'>; now: () => number }>,
): Duty {
  const done = new Set<string>()
  return {
    name: 'replan',
    async do(clusterId, snapshot, signal) {
      const runs = await deps.applier.listRuns({ state: 'failed', sinceMs: deps.now() - LOOKED_BACK_MS })
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
