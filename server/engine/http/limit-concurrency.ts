/** Runs at most `max` tasks at once, the others in the order they came. A waiting task whose signal aborts never starts. */
export type Limit = <T>(task: () => Promise<T>, signal: AbortSignal) => Promise<T>

export function limitConcurrency(max: number): Limit {
  const waiting = new Set<() => void>()
  let running = 0

  // A slot is handed from one task to the next without being free in between, so nobody can overtake.
  function release(): void {
    const [next] = waiting
    if (next === undefined) running -= 1
    else next()
  }

  function acquire(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (running < max) {
      running += 1
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.delete(enter)
        reject(signal.reason)
      }
      const enter = () => {
        waiting.delete(enter)
        signal.removeEventListener('abort', leave)
        resolve()
      }
      waiting.add(enter)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  return async (task, signal) => {
    await acquire(signal)
    try {
      return await task()
    } finally {
      release()
    }
  }
}
