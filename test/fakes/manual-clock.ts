import { NOON_MS } from './builders.ts'

export type ManualClock = Readonly<{
  now: () => number
  /** Lasts until the clock has come so far, or the signal aborts. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** Lets so much time go by; whoever wakes meanwhile does all that it does at that instant first. */
  pass(ms: number): Promise<void>
  /** How many sleep. */
  sleeping(): number
}>

/** A clock that only the test moves, with as many sleepers as there are. It begins at noon. */
export function manualClock(): ManualClock {
  let nowMs = NOON_MS
  const sleepers = new Set<{ atMs: number; wake: () => void }>()
  const settle = () => new Promise(resolve => setImmediate(resolve))

  return {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise<void>(resolve => {
        if (signal.aborted) return resolve()
        const wake = () => {
          sleepers.delete(sleeper)
          signal.removeEventListener('abort', wake)
          resolve()
        }
        const sleeper = { atMs: nowMs + Math.max(0, ms), wake }
        sleepers.add(sleeper)
        signal.addEventListener('abort', wake, { once: true })
      }),
    async pass(ms) {
      const endMs = nowMs + ms
      for (;;) {
        await settle()
        let nextMs = Number.POSITIVE_INFINITY
        for (const { atMs } of sleepers) nextMs = Math.min(nextMs, atMs)
        if (nextMs > endMs) break
        nowMs = Math.max(nowMs, nextMs)
        for (const sleeper of [...sleepers]) if (sleeper.atMs <= nowMs) sleeper.wake()
      }
      nowMs = endMs
      await settle()
    },
    sleeping: () => sleepers.size,
  }
}
