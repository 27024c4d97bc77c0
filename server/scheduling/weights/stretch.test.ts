import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stretch } from './stretch.ts'

const scoresOf = (scores: readonly number[]) => new Map(scores.map((score, index) => [`host${index}`, score]))

describe('stretch', () => {
  it.each([
    { why: 'nothing', scores: [], expected: [] },
    { why: 'one', scores: [7], expected: [1] },
    { why: 'all equal, also when they are 0', scores: [0, 0], expected: [1, 1] },
    { why: 'the ends', scores: [3, 5], expected: [1, 1000] },
    { why: 'below zero', scores: [-90, -25], expected: [1, 1000] },
    { why: 'a half is rounded up', scores: [0, 1, 2], expected: [1, 501, 1000] },
  ])('$why', ({ scores, expected }) => {
    expect([...stretch(scoresOf(scores), 1000).values()]).toEqual(expected)
  })

  it('keeps the order and the range', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 2 }), scores => {
        const stretched = [...stretch(scoresOf(scores), 1000).values()]
        for (const [i, one] of stretched.entries()) {
          expect(one).toBeGreaterThanOrEqual(1)
          expect(one).toBeLessThanOrEqual(1000)
          for (const [j, other] of stretched.entries()) {
            if ((scores[i] ?? 0) < (scores[j] ?? 0)) expect(one).toBeLessThanOrEqual(other)
            if (scores[i] === scores[j]) expect(one).toBe(other)
          }
        }
      }),
    )
  })
})
