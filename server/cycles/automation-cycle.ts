import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { Named } from '../../shared/plan/named.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { Log } from '../telemetry/log.ts'
import type { Traced } from '../telemetry/trace.ts'
import type { Sleep } from './sleep.ts'

/** One duty of the service in a cluster. It may be asked at every look, and decides itself whether it is due. */
export type Duty = Readonly<{
  name: string
  do(clusterId: string, snapshot: Snapshot, signal: AbortSignal): Promise<void>
}>

export type AutomationCycleDeps = Readonly<{
  snapshots: Pick<SnapshotSource, 'current'>
  /** In this order for each cluster: what finds that something is wrong comes before what acts. */
  duties: readonly Duty[]
  sleep: Sleep
  intervalMs: number
  /** Another replica does the duties in the clusters that are not ours. */
  isOurs?: (clusterId: string) => boolean
  log: Pick<Log, 'error'>
  onDuty?: (done: DutyDone) => void
  /** Around each duty in each cluster. */
  traced?: Traced
}>

/** `cluster`: its name. */
export type DutyDone = Readonly<{ cluster: string; duty: string; outcome: 'ok' | 'failed'; durationMs: number }>

/** What the service does without being asked: watches, measures, plans, approves. A duty that fails holds up no other. */
export function createAutomationCycle(deps: AutomationCycleDeps) {
  const {
    snapshots,
    duties,
    sleep,
    intervalMs,
    isOurs = () => true,
    log,
    onDuty = () => {},
    traced = work => work(),
  } = deps

  async function look(snapshot: Snapshot, signal: AbortSignal): Promise<void> {
    for (const cluster of snapshot.clusters) {
      for (const duty of duties) {
        // It may be lost while they are done.
        if (signal.aborted || !isOurs(cluster.id)) break
        await traced(() => fulfil(duty, cluster, snapshot, signal))
      }
    }
  }

  async function fulfil(duty: Duty, cluster: Named, snapshot: Snapshot, signal: AbortSignal): Promise<void> {
    const begunMs = performance.now()
    const tell = (outcome: DutyDone['outcome']) =>
      onDuty({ cluster: cluster.name, duty: duty.name, outcome, durationMs: performance.now() - begunMs })
    try {
      await duty.do(cluster.id, snapshot, signal)
      tell('ok')
    } catch (error) {
      tell('failed')
      if (!signal.aborted)
        log.error({ error, clusterId: cluster.id, duty: duty.name }, 'A duty of the service failed; it is tried again.')
    }
  }

  return {
    async run(signal: AbortSignal): Promise<void> {
      while (!signal.aborted) {
        const { snapshot } = snapshots.current()
        if (snapshot !== undefined) await look(snapshot, signal)
        await sleep(intervalMs, signal)
      }
    },
  }
}
