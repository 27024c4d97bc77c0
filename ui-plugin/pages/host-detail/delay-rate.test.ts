import { describe, expect, it } from 'vitest'
import { delayPercents } from './delay-rate.ts'

const S = 1_000_000_000
const read = (takenAtMs: number, ...delaysNs: (number | undefined)[]) => ({
  takenAtMs,
  guests: [
    { id: 'a', vcpus: delaysNs.map((delayNs, index) => ({ index, ...(delayNs !== undefined && { delayNs }) })) },
  ],
})

describe('delayPercents', () => {
  it.each([
    { why: 'the mean of its vCPUs', before: read(0, 0, 5 * S), after: read(10_000, S, 6 * S + S), percent: 15 },
    { why: 'none where it never waited', before: read(0, 3), after: read(10_000, 3), percent: 0 },
    { why: 'nothing without a second reading', before: read(5, 1), after: read(5, 1), percent: undefined },
    { why: 'nothing where it is not told', before: read(0, undefined), after: read(10, undefined), percent: undefined },
    { why: 'nothing where counters began anew', before: read(0, 9), after: read(10, 1), percent: undefined },
    { why: 'only vCPUs that are in both', before: read(0, 0), after: read(10_000, S, 900 * S), percent: 10 },
    { why: 'never more than all of the time', before: read(0, 0), after: read(1, S), percent: 100 },
  ])('$why', ({ before, after, percent }) => expect(delayPercents(before, after).get('a')).toBe(percent))

  it('knows nothing of a VM that was not there before', () =>
    expect(delayPercents({ takenAtMs: 0, guests: [] }, read(10, 1)).size).toBe(0))
})
