import type { Sleep } from './sleep.ts'

/** Runs the work once a slot is free. Rejects with the signal's reason when that comes first; the work never starts then. */
export type WorkSlots = <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>

/**
 * So much work at once, in the order it came. A slot is free again when its work ends or after `holdMs`, whichever is first:
 * work that hangs keeps nobody else from a turn.
 */
export function createWorkSlots({ count, holdMs, sleep }: { count: number; holdMs: number; sleep: Sleep }): WorkSlots {
  const waiting = new Set<() => void>()
  let free = count

  function handOn(): void {
    const [next] = waiting
    if (next === undefined) free += 1
    else next()
  }

  function enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (free > 0) {
      free -= 1
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.delete(admit)
        reject(signal.reason)
      }
      const admit = () => {
        waiting.delete(admit)
        signal.removeEventListener('abort', leave)
        resolve()
      }
      waiting.add(admit)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  return async (work, signal) => {
    await enter(signal)
    const over = new AbortController()
    const release = () => {
      if (over.signal.aborted) return
      over.abort()
      handOn()
    }
    void sleep(holdMs, over.signal).then(release)
    try {
      return await work()
    } finally {
      release()
    }
  }
}
