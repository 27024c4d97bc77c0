import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shareCpu } from './share-cpu.ts'

const wish = (wanted: number, weight = 1) => ({ wanted, weight })

describe('shareCpu', () => {
  const cases = [
    { why: 'gives all they want while there is enough', capacity: 100, wishes: [wish(30), wish(60)], given: [30, 60] },
    {
      why: 'divides by weight when all want too much',
      capacity: 90,
      wishes: [wish(90), wish(180, 2)],
      given: [30, 60],
    },
    { why: 'serves the modest in full', capacity: 100, wishes: [wish(300), wish(10), wish(300)], given: [45, 10, 45] },
    { why: 'has nothing for nobody', capacity: 100, wishes: [], given: [] },
    { why: 'gives nothing when the host needs all for itself', capacity: -5, wishes: [wish(10)], given: [0] },
  ]
  for (const { why, capacity, wishes, given } of cases) {
    it(why, () => expect(shareCpu(capacity, wishes)).toEqual(given))
  }

  it('never gives more than there is or is wanted, and wastes nothing', () => {
    const wishes = fc.array(fc.record({ wanted: fc.nat({ max: 800 }), weight: fc.integer({ min: 1, max: 8 }) }))
    fc.assert(
      fc.property(fc.nat({ max: 5_000 }), wishes, (capacity, given) => {
        const shares = shareCpu(capacity, given)
        const wanted = given.reduce((sum, each) => sum + each.wanted, 0)
        for (const [index, share] of shares.entries()) expect(share).toBeLessThanOrEqual(given[index]?.wanted ?? 0)
        expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(Math.min(capacity, wanted))
      }),
    )
  })
})
