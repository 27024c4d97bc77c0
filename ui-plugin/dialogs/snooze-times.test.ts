import { describe, expect, it } from 'vitest'
import { snoozedUntil } from './snooze-times.ts'

describe('a snooze', () => {
  const cases = [
    { choice: 'hour', now: '2026-03-02T23:30:00', until: '2026-03-03T00:30:00' },
    { choice: 'morning', now: '2026-03-02T14:05:09', until: '2026-03-03T08:00:00' },
    { choice: 'morning', now: '2026-03-02T07:00:00', until: '2026-03-03T08:00:00' },
    { choice: 'morning', now: '2026-12-31T23:59:59', until: '2027-01-01T08:00:00' },
    { choice: 'week', now: '2026-02-25T09:15:00', until: '2026-03-04T09:15:00' },
  ] as const
  it.each(cases)('"$choice" at $now lasts until $until', ({ choice, now, until }) =>
    expect(snoozedUntil(choice, Date.parse(now))).toBe(Date.parse(until)),
  )
})
