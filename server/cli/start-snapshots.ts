import type { Snapshot, SnapshotState } from '../../shared/model/snapshot.ts'
import type { Config } from '../config/settings.ts'
import { sleep } from '../cycles/sleep.ts'
import { createSnapshotCycle, type SnapshotCycle } from '../cycles/snapshot-cycle.ts'
import type { Log } from '../telemetry/log.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { inSpan, untraced } from '../telemetry/trace.ts'
import { warnOfGaps } from './warn-of-gaps.ts'

export type SnapshotDeps = Readonly<{
  read: (signal: AbortSignal) => Promise<Snapshot>
  onChange: (status: SnapshotState) => void
  metrics: Metrics
  now: () => number
  log: Log
}>

/** How long one read of a whole engine may take. */
export const READ_DEADLINE_MS = 120_000

/** Reads of the engine, each told to the portal, the metrics and, where something is missing, the log. Runs when told to. */
export function startSnapshots(config: Config, { read, onChange, metrics, now, log }: SnapshotDeps): SnapshotCycle {
  const cycle = createSnapshotCycle({
    read,
    intervalMs: config['engine.readInterval'] * 1000,
    deadlineMs: READ_DEADLINE_MS,
    sleep,
    now,
    log,
    // Of the trace of whoever asks for it: a run's move is judged on a read of its own.
    traced: inSpan,
  })
  // What follows from it is work of its own, and may go on for long.
  const snapshots: SnapshotCycle = {
    ...cycle,
    onChange: listener => cycle.onChange(state => untraced(() => listener(state))),
  }
  snapshots.onChange(onChange)
  cycle.onChange(warnOfGaps(log))
  cycle.onChange(({ snapshot, problem }) => {
    if (problem) metrics.snapshotFailed(problem.code)
    else if (snapshot) metrics.snapshotRead(snapshot)
  })
  return snapshots
}
