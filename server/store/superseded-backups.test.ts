import { describe, expect, it } from 'vitest'
import { supersededBackups } from './superseded-backups.ts'

const backup = (at: string) => ({ path: at, madeAtMs: Date.parse(at), bytes: 1 })
const superseded = (ats: readonly string[], hours: number, days: number) =>
  supersededBackups(ats.map(backup), { hours, days }).map(({ path }) => path)

describe('supersededBackups', () => {
  const day = ['2026-03-02T09:50Z', '2026-03-02T09:10Z', '2026-03-02T08:10Z', '2026-03-02T07:10Z', '2026-03-02T06:10Z']
  const before = ['2026-03-01T23:10Z', '2026-03-01T22:10Z', '2026-02-27T12:00Z', '2026-02-01T12:00Z']
  const cases = [
    { why: 'none', ats: [], hours: 3, days: 3, gone: [] },
    { why: 'all but the newest of each of three hours', ats: day, hours: 3, days: 0, gone: [day[1], day[4]] },
    {
      why: 'all but those of three hours and of three days that have any',
      ats: [...day, ...before],
      hours: 3,
      days: 3,
      gone: [day[1], day[4], before[1], before[3]],
    },
    { why: 'never the newest', ats: day.slice(0, 1), hours: 0, days: 0, gone: [] },
    { why: 'no old one where no newer one came', ats: before.slice(3), hours: 3, days: 3, gone: [] },
  ]
  for (const { why, ats, hours, days, gone } of cases) {
    it(`names ${why}`, () => expect(superseded(ats, hours, days)).toEqual(gone))
  }
})
