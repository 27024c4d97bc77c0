import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextTurnMs, phaseOf } from './phase-of.ts'

describe('phaseOf', () => {
  it('lies in the interval and stays the same', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 3_600_000 }), (id, intervalMs) => {
        const phaseMs = phaseOf(id, intervalMs)
        expect(phaseMs).toBe(phaseOf(id, intervalMs))
        expect(phaseMs).toBeGreaterThanOrEqual(0)
        expect(phaseMs).toBeLessThan(intervalMs)
      }),
    )
  })

  it('spreads ids that differ in their end only', () => {
    const tenths = Array.from({ length: 1000 }, (_, at) => phaseOf(`00000000-0000-4000-8000-${at}`, 10))
    for (let tenth = 0; tenth < 10; tenth++)
      expect(tenths.filter(at => at === tenth).length).toSatisfy((is: number) => is > 60 && is < 140)
  })
})

describe('nextTurnMs', () => {
  const cases = [
    { nowMs: 0, phaseMs: 0, turnMs: 10 },
    { nowMs: 9, phaseMs: 0, turnMs: 10 },
    { nowMs: 10, phaseMs: 0, turnMs: 20 },
    { nowMs: 10, phaseMs: 3, turnMs: 13 },
    { nowMs: 13, phaseMs: 3, turnMs: 23 },
    { nowMs: 57, phaseMs: 3, turnMs: 63 },
    { nowMs: 1, phaseMs: 3, turnMs: 3 },
  ]
  for (const { nowMs, phaseMs, turnMs } of cases)
    it(`is ${turnMs} after ${nowMs} with phase ${phaseMs} of 10`, () =>
      expect(nextTurnMs(nowMs, 10, phaseMs)).toBe(turnMs))
})
