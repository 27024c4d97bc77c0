import { setTimeout as delay } from 'node:timers/promises'

/** Asks again until the answer is there; rejects with the last one after the deadline. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  { deadlineMs = 60_000, everyMs = 100 } = {},
): Promise<T> {
  const until = Date.now() + deadlineMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    if (Date.now() > until) throw new Error(`${what}: not within ${deadlineMs} ms`)
    await delay(everyMs)
  }
}
