/**
 * Runs work strictly one after the other, in the order asked. What is decided from counts (is there room for one more
 * migration?) must be written down before the next one counts.
 */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return work => {
    const result = last.then(work)
    last = result.catch(() => undefined) // the caller of that work hears of it; the queue goes on
    return result
  }
}
