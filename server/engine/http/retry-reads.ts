import { setTimeout as sleep } from 'node:timers/promises'
import { isEngineError } from './engine-error.ts'

/** Pauses between attempts; each is shortened at random by up to half, so that callers do not come back in step. */
export const RETRY_DELAYS_MS: readonly number[] = [300, 1_200]

export type RetryOptions = Readonly<{
  delaysMs: readonly number[]
  random: () => number
  onRetry: (error: Error) => void
}>

/**
 * Repeats a read that met a broken connection or an engine that is not there yet. Never for requests that change
 * something, and not after a time-out: an engine that is slow is not helped by asking again.
 */
export async function retryReads<T>(read: () => Promise<T>, options: RetryOptions, signal: AbortSignal): Promise<T> {
  const { delaysMs, random, onRetry } = options
  for (const delayMs of delaysMs) {
    try {
      return await read()
    } catch (error) {
      if (!isEngineError(error, 'engine-unreachable', 'engine-unavailable')) throw error
      onRetry(error)
      await sleep(delayMs * (1 - random() / 2), undefined, { signal })
    }
  }
  return read()
}
