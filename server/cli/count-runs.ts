import type { Run } from '../../shared/plan/run.ts'
import type { Metrics } from '../telemetry/metrics.ts'

/**
 * For the change listener of runs: counts each run and each of its steps once, when it ends. Of a run that was under way when the
 * process started, steps that had ended before are left out.
 */
export function countRuns(metrics: Pick<Metrics, 'runEnded' | 'stepEnded'>, startedMs: number): (run: Run) => void {
  /** Run id → its steps that have been counted. */
  const counted = new Map<string, Set<number>>()
  return run => {
    const known = counted.get(run.id) ?? new Set<number>()
    counted.set(run.id, known)
    for (const { index, state, startedAtMs, endedAtMs } of run.steps) {
      if (endedAtMs === undefined || endedAtMs < startedMs || known.has(index)) continue
      known.add(index)
      metrics.stepEnded({
        cluster: run.cluster.name,
        outcome: state,
        durationMs: endedAtMs - (startedAtMs ?? endedAtMs),
      })
    }
    if (run.endedAtMs === undefined) return
    counted.delete(run.id)
    metrics.runEnded({ cluster: run.cluster.name, outcome: run.state, durationMs: run.endedAtMs - run.createdAtMs })
  }
}
