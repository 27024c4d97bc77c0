import type { Sleep } from './sleep.ts'

export type GatherOptions = Readonly<{
  /** How long to wait for more of the same. */
  gatherMs: number
  /** How long to be quiet after having told. */
  restMs: number
  sleep: Sleep
  now: () => number
  /** Once it aborts nothing more is told. */
  signal: AbortSignal
}>

/** Calls `tell` once for all calls that come close together, and never more often than every `restMs`. */
export function gathered({ gatherMs, restMs, sleep, now, signal }: GatherOptions, tell: () => void): () => void {
  let isPending = false
  let toldAtMs = Number.NEGATIVE_INFINITY
  return () => {
    if (isPending || signal.aborted) return
    isPending = true
    // A clock that was set back must not make the rest longer.
    const restLeftMs = Math.min(toldAtMs + restMs - now(), restMs)
    void sleep(Math.max(gatherMs, restLeftMs), signal).then(() => {
      isPending = false
      if (signal.aborted) return
      toldAtMs = now()
      tell()
    })
  }
}
