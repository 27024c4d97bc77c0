import type { Log } from '../telemetry/log.ts'
import type { Traced } from '../telemetry/trace.ts'
import type { Sleep } from './sleep.ts'

/** `problem`: code of why the last attempt failed. */
export type BackupStatus = Readonly<{ lastAtMs?: number; problem?: string }>

export type BackupCycleDeps = Readonly<{
  /** Makes and checks one; rejects with an error that has a code. */
  make(): Promise<Readonly<{ madeAtMs: number }>>
  /** When the newest one there was made. */
  newestMs(): number | undefined
  intervalMs: number
  sleep: Sleep
  now: () => number
  log: Pick<Log, 'info' | 'error'>
  traced?: Traced
}>

export type BackupCycle = Readonly<{ status(): BackupStatus; run(signal: AbortSignal): Promise<void> }>

/** A failed one is tried again soon: the disk may have room by then. */
const RETRY_MS = 60_000

/** Makes a backup whenever the newest is older than the interval. Those from before a restart count. */
export function createBackupCycle(deps: BackupCycleDeps): BackupCycle {
  const { make, newestMs, intervalMs, sleep, now, log, traced = work => work() } = deps
  let problem: string | undefined
  let told: string | undefined

  /** A clock that was set back must not put the next one off for longer than usual. */
  function dueInMs(): number {
    const newest = newestMs()
    return newest === undefined ? 0 : Math.min(Math.max(0, newest + intervalMs - now()), intervalMs)
  }

  async function attempt(): Promise<void> {
    try {
      await make()
      if (problem !== undefined) log.info({}, 'Backups of the store can be made again.')
      problem = told = undefined
    } catch (error) {
      problem = codeOf(error)
      const text = error instanceof Error ? error.message : String(error)
      if (told !== text) log.error({ error, code: problem }, 'No backup of the store could be made; it is tried again.')
      told = text
    }
  }

  return {
    status() {
      const lastAtMs = newestMs()
      return { ...(lastAtMs !== undefined && { lastAtMs }), ...(problem !== undefined && { problem }) }
    },

    async run(signal) {
      while (!signal.aborted) {
        await sleep(problem === undefined ? dueInMs() : Math.min(RETRY_MS, intervalMs), signal)
        if (!signal.aborted) await traced(attempt)
      }
    },
  }
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : 'store-failed'
}
