import type { Duty } from '../automation-cycle.ts'
import { isDue } from '../is-due.ts'

const DAY_MS = 24 * 3_600_000

/** Forgets what is older than it must be kept, once a day. */
export function retentionDuty(
  deps: Readonly<{ forgetBefore: (ms: number) => Promise<number>; retentionMs: number; now: () => number }>,
): Duty {
  let lastMs = Number.NEGATIVE_INFINITY
  return {
    name: 'retention',
    async do() {
      const nowMs = deps.now()
      if (!isDue(lastMs, DAY_MS, nowMs)) return
      lastMs = nowMs
      await deps.forgetBefore(nowMs - deps.retentionMs)
    },
  }
}
