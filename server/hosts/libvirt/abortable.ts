import type { Duplex } from 'node:stream'

/** Waits for what `begin` promises; destroys the stream when that fails or the signal aborts first. */
export async function abortable<T>(
  stream: Duplex,
  signal: AbortSignal,
  begin: (resolve: (value: T) => void, reject: (error: Error) => void) => void,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const giveUp = () => reject(signal.reason)
  signal.addEventListener('abort', giveUp, { once: true })
  try {
    signal.throwIfAborted()
    begin(resolve, reject)
    return await promise
  } catch (error) {
    // An error that comes after this has nobody to be told to.
    stream.on('error', () => undefined)
    stream.destroy()
    throw error
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}
