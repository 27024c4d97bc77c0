import type { EngineProblem, Snapshot, SnapshotState } from '../../shared/model/snapshot.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { Log } from '../telemetry/log.ts'
import type { Traced } from '../telemetry/trace.ts'
import type { Sleep } from './sleep.ts'

export type SnapshotCycleDeps = Readonly<{
  read: (signal: AbortSignal) => Promise<Snapshot>
  /** Pause between two reads. */
  intervalMs: number
  /** A read that takes longer is given up. */
  deadlineMs: number
  sleep: Sleep
  now: () => number
  log: Pick<Log, 'info' | 'warn' | 'error'>
  traced?: Traced
}>

export type SnapshotCycle = SnapshotSource & Readonly<{ run(signal: AbortSignal): Promise<void> }>

const plainly: Traced = work => work()

/** For whoever gave up waiting: what is known is older than the question. */
const NOT_READ = { code: 'engine-timeout', message: 'The engine was not read in time.' }

/** From the second failure on the pause doubles, up to this, or stays the interval when that is longer. */
const LONGEST_BACKOFF_MS = 60_000

/**
 * The one reader of the engine. A failed read keeps the last snapshot and says since when and why; the next good one
 * clears that. Who asks for a refresh while a read is under way gets the next read, shared by all who ask meanwhile: one
 * that began earlier may have missed what they just changed.
 */
export function createSnapshotCycle(deps: SnapshotCycleDeps): SnapshotCycle {
  const { intervalMs, deadlineMs, sleep, now, log, traced = plainly } = deps
  const listeners = new Set<(state: SnapshotState) => void>()
  const stopped = new AbortController()
  let state: SnapshotState = {}
  let failures = 0
  let underWay: Promise<boolean> | undefined
  let next: Promise<boolean> | undefined

  /** false: the service stops, and nothing was learned. */
  async function readOnce(): Promise<boolean> {
    try {
      const snapshot = await deps.read(AbortSignal.any([stopped.signal, AbortSignal.timeout(deadlineMs)]))
      if (state.problem) log.info({ downMs: now() - state.problem.sinceMs }, 'The engine answers again.')
      failures = 0
      publish({ snapshot })
    } catch (error) {
      if (stopped.signal.aborted) return false
      const problem = toProblem(error, state.problem?.sinceMs ?? now())
      const isNews = state.problem?.code !== problem.code
      if (isNews) log.warn({ error, code: problem.code }, 'The engine cannot be read; the last snapshot is kept.')
      failures += 1
      publish({ ...state, problem })
    }
    return true
  }

  function publish(latest: SnapshotState): void {
    state = latest
    for (const listener of listeners) {
      try {
        listener(latest)
      } catch (error) {
        log.error({ error }, 'A listener for snapshots failed.')
      }
    }
  }

  function startRead(): Promise<boolean> {
    const read = traced(readOnce).finally(() => {
      underWay = undefined
    })
    underWay = read
    return read
  }

  function readAfterThis(current: Promise<boolean>): Promise<boolean> {
    next ??= current.then(() => {
      next = undefined
      return startRead()
    })
    return next
  }

  const pauseMs = () => Math.max(intervalMs, Math.min(intervalMs * 2 ** Math.max(0, failures - 1), LONGEST_BACKOFF_MS))

  async function refresh(signal: AbortSignal): Promise<SnapshotState> {
    const read = underWay === undefined ? startRead() : readAfterThis(underWay)
    const isRead = await unlessAborted(read, signal)
    return isRead ? state : { ...state, problem: state.problem ?? { ...NOT_READ, sinceMs: now() } }
  }

  return {
    current: () => state,
    refresh,

    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    async run(signal) {
      signal.addEventListener('abort', () => stopped.abort(), { once: true })
      while (!signal.aborted) {
        await refresh(signal)
        await sleep(pauseMs(), signal)
      }
      await underWay
    },
  }
}

/** Waits for work that others wait for too: giving up waiting, which gives false, does not stop it. */
function unlessAborted(work: Promise<boolean>, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false)
  return new Promise((resolve, reject) => {
    const leave = () => resolve(false)
    signal.addEventListener('abort', leave, { once: true })
    work.finally(() => signal.removeEventListener('abort', leave)).then(resolve, reject)
  })
}

/** The reader's errors carry a code of their own; anything else is a fault of ours, shown all the same. */
function toProblem(error: unknown, sinceMs: number): EngineProblem {
  if (!(error instanceof Error)) return { code: 'engine-failed', message: String(error), sinceMs }
  const { code } = error as { code?: unknown }
  return { code: typeof code === 'string' ? code : 'engine-failed', message: error.message, sinceMs }
}
