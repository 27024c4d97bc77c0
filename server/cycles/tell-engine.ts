import { randomUUID } from 'node:crypto'
import type { Run } from '../../shared/plan/run.ts'
import type { EngineEventPort } from '../apply/ports.ts'
import type { Log } from '../telemetry/log.ts'
import { currentTrace } from '../telemetry/trace.ts'

export type TellEngine = Readonly<{
  /** Puts a sentence into the engine's events. Never rejects: what cannot be told there is in our log and audit. */
  say(severity: 'normal' | 'warning', text: string, clusterId?: string): Promise<void>
  /** How a run of several moves began, and how it ended; single moves are events of the engine anyway. */
  onRun(run: Run): void
}>

const DEADLINE_MS = 30_000

/** The engine's own event list is where operators look: what the service decides is told there too. */
export function createTellEngine(events: EngineEventPort, log: Pick<Log, 'warn'>): TellEngine {
  async function say(severity: 'normal' | 'warning', text: string, clusterId?: string): Promise<void> {
    // With the trace it is 36 characters, all that the engine keeps: whoever has the one finds the other.
    const correlationId = `ovs-${currentTrace()?.traceId ?? randomUUID().slice(0, 13)}`
    try {
      const event = { severity, text: `ovirt-scheduler: ${text}`, correlationId, ...(clusterId && { clusterId }) }
      await events.post(event, AbortSignal.timeout(DEADLINE_MS))
    } catch (error) {
      log.warn({ error }, 'The engine could not be told of an event.')
    }
  }

  return {
    say,
    onRun(run) {
      const { steps, cluster, requestedBy, endedAtMs } = run
      if (steps.length < 2) return
      if (endedAtMs === undefined) {
        // By whoever accepted it; the replica that carries it out tells of its end.
        if (run.updatedAtMs !== run.createdAtMs) return
        void say(
          'normal',
          `a plan of ${steps.length} moves in ${cluster.name} begins, by ${requestedBy.name}.`,
          cluster.id,
        )
        return
      }
      const done = steps.filter(({ state }) => state === 'done').length
      const problem = steps.find(one => one.problem !== undefined && one.state !== 'superseded')?.problem
      const isWhole = done === steps.length
      const why = isWhole || problem === undefined ? '' : ` ${problem.text}`
      const text = `the plan in ${cluster.name} has ended: ${done} of ${steps.length} moves were made.${why}`
      void say(isWhole ? 'normal' : 'warning', text, cluster.id)
    },
  }
}
