import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitByShares } from './split.ts'

describe('splitByShares', () => {
  const cases = [
    { total: 12, shares: [5, 4, 3], parts: [5, 4, 3] },
    { total: 2, shares: [5, 4, 3], parts: [1, 1, 0] },
    { total: 3, shares: [100, 1, 1], parts: [1, 1, 1] },
    { total: 0, shares: [1, 1], parts: [0, 0] },
    { total: 5, shares: [], parts: [] },
  ]
  for (const { total, shares, parts } of cases) {
    it(`splits ${total} by ${shares.join(':')}`, () => expect(splitByShares(total, shares)).toEqual(parts))
  }

  it('gives away everything', () => {
    const shares = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(fc.nat({ max: 500 }), shares, (total, given) => {
        expect(splitByShares(total, given).reduce((a, b) => a + b, 0)).toBe(total)
      }),
    )
  })
})
