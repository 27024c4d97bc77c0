import { describe, expect, it } from 'vitest'
import { countSwap, noSwap } from './host-swap.ts'

describe('pages of a host on their way to swap and back', () => {
  const cases = [
    { why: 'none where nothing is kept', before: noSwap, nowKiB: 0, after: [0, 0] },
    { why: 'all that is kept, at first', before: noSwap, nowKiB: 4_000_000, after: [0, 1_000_000] },
    {
      why: 'some both ways while it is kept',
      before: { ...noSwap, keptKiB: 400_000 },
      nowKiB: 400_000,
      after: [500, 500],
    },
    { why: 'what comes back', before: { ...noSwap, keptKiB: 4_000 }, nowKiB: 0, after: [1_000, 0] },
  ]
  it.each(cases)('are $why', ({ before, nowKiB, after }) => {
    const { keptKiB, inPages, outPages } = countSwap(before, nowKiB, 5)
    expect([keptKiB, inPages, outPages]).toEqual([nowKiB, ...after])
  })
})
