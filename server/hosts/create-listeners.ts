import type { Log } from '../telemetry/log.ts'

/** Who wants to be told. One listener's fault is logged, and is not another's, nor of who tells. */
export function createListeners<A extends readonly unknown[]>(log: Pick<Log, 'error'>) {
  const listeners = new Set<(...args: A) => void>()
  return {
    add(listener: (...args: A) => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    tell(...args: A): void {
      for (const listener of listeners) {
        try {
          listener(...args)
        } catch (error) {
          log.error({ error }, 'A listener for hosts failed.')
        }
      }
    },
  }
}
