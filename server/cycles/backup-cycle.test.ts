import { describe, expect, it } from 'vitest'
import { aLog } from '../../test/fakes/log.ts'
import { createBackupCycle } from './backup-cycle.ts'

const HOUR_MS = 3_600_000

/** Runs until so many pauses were asked for; each pause moves the clock on. */
async function pausesOf(
  count: number,
  { newest, fails = [] }: { newest?: number; fails?: readonly (string | undefined)[] } = {},
) {
  const [pauses, made, stop]: [number[], number[], AbortController] = [[], [], new AbortController()]
  let nowMs = 10 * HOUR_MS
  let newestMs = newest
  const attempts = [...fails]
  const { log, lines } = aLog()
  const cycle = createBackupCycle({
    async make() {
      const code = attempts.shift()
      if (code !== undefined) throw Object.assign(new Error(`because of ${code}`), { code })
      made.push(nowMs)
      newestMs = nowMs
      return { madeAtMs: nowMs }
    },
    newestMs: () => newestMs,
    intervalMs: HOUR_MS,
    async sleep(ms) {
      pauses.push(ms)
      nowMs += ms
      if (pauses.length === count) stop.abort()
    },
    now: () => nowMs,
    log,
  })
  await cycle.run(stop.signal)
  return { pauses, made, status: cycle.status(), lines }
}

describe('the backup cycle', () => {
  const cases = [
    { why: 'at once where there is none', newest: undefined, pauses: [0, HOUR_MS, HOUR_MS] },
    { why: 'when the one from before the start is old enough', newest: 9.5 * HOUR_MS, pauses: [HOUR_MS / 2, HOUR_MS] },
    { why: 'at once where that is older', newest: HOUR_MS, pauses: [0, HOUR_MS] },
    { why: 'an hour later where the clock was set back', newest: 90 * HOUR_MS, pauses: [HOUR_MS, HOUR_MS] },
  ]
  for (const { why, newest, pauses } of cases) {
    it(`makes one ${why}`, async () => {
      expect((await pausesOf(pauses.length, { ...(newest !== undefined && { newest }) })).pauses).toEqual(pauses)
    })
  }

  it('tries again soon after a failure, says why in its status, and each reason once in the log', async () => {
    const fails = ['store-disk-full', 'store-disk-full', 'store-read-only']
    const failing = await pausesOf(4, { fails })
    expect(failing.pauses).toEqual([0, 60_000, 60_000, 60_000])
    expect(failing.status).toEqual({ problem: 'store-read-only' })
    expect(failing.lines.map(({ fields }) => fields.code)).toEqual(['store-disk-full', 'store-read-only'])
    const mended = await pausesOf(5, { fails })
    expect(mended.status).toEqual({ lastAtMs: 10 * HOUR_MS + 180_000 })
  })
})
