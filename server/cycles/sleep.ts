import { setTimeout as delay } from 'node:timers/promises'

/** Resolves after `ms`, or at once when the signal aborts; never rejects. Injected, so that tests own the time. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>

export const sleep: Sleep = async (ms, signal) => {
  try {
    await delay(ms, undefined, { signal })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
