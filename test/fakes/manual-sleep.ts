import type { Sleep } from '../../server/cycles/sleep.ts'

/** A sleep that lasts until the test wakes it, or its signal does. */
export function manualSleep(): Readonly<{
  sleep: Sleep
  /** Resolves when somebody sleeps, with how long they mean to. */
  asleep(): Promise<number>
  wake(): void
}> {
  let sleeper: { ms: number; resolve: () => void } | undefined
  let waiting: ((ms: number) => void)[] = []
  return {
    sleep: (ms, signal) =>
      new Promise<void>(resolve => {
        const end = () => {
          sleeper = undefined
          resolve()
        }
        if (signal.aborted) return resolve()
        signal.addEventListener('abort', end, { once: true })
        sleeper = { ms, resolve: end }
        for (const tell of waiting) tell(ms)
        waiting = []
      }),
    asleep: () => (sleeper ? Promise.resolve(sleeper.ms) : new Promise(resolve => waiting.push(resolve))),
    wake: () => sleeper?.resolve(),
  }
}
