import type { Run } from '../../shared/plan/run.ts'
import type { Applier } from '../apply/services.ts'
import type { Log } from '../telemetry/log.ts'
import type { Sleep } from './sleep.ts'

export type RunCycleDeps = Readonly<{
  applier: Pick<Applier, 'advance' | 'listRuns'>
  sleep: Sleep
  /** Pause between two looks while runs are unfinished. */
  intervalMs?: number
  /** The same while none are. */
  idleMs?: number
  log: Pick<Log, 'error'>
}>

export type RunCycle = Readonly<{
  run(signal: AbortSignal): Promise<void>
  /** For the applier's change listener, and what other replicas tell: an accepted run starts at once instead of at the next look. */
  onRun(run: Run): void
}>

/** With nothing to do we still look now and then: an unlisted run would otherwise wait for ever. */
const IDLE_MS = 60_000

/** Drives runs to their end; the first look, after a start, picks up what a crash left behind. */
export function createRunCycle({ applier, sleep, intervalMs = 1_000, idleMs = IDLE_MS, log }: RunCycleDeps): RunCycle {
  let wake = new AbortController()

  async function hasUnfinished(): Promise<boolean> {
    try {
      const runs = await Promise.all(
        (['waiting', 'running'] as const).map(state => applier.listRuns({ state, limit: 1 })),
      )
      return runs.flat().length > 0
    } catch (error) {
      log.error({ error }, 'The unfinished runs could not be counted.')
      return true
    }
  }

  return {
    async run(signal) {
      while (!signal.aborted) {
        wake = new AbortController()
        await applier.advance(signal)
        const pauseMs = (await hasUnfinished()) ? intervalMs : idleMs
        await sleep(pauseMs, AbortSignal.any([signal, wake.signal]))
      }
    },

    onRun(run) {
      const isJustAccepted = run.state === 'waiting' && run.updatedAtMs === run.createdAtMs
      if (isJustAccepted) wake.abort()
    },
  }
}
