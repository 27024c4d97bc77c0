import { describe, expect, it } from 'vitest'
import { sumWeights } from './basic-weighting.ts'
import type { ReportedWeights } from './rank-selector.ts'

const unit = (id: string, factor: number, weights: Record<string, number>): ReportedWeights => ({
  id,
  name: id,
  factor,
  weights: new Map(Object.entries(weights)),
})

const cases: {
  why: string
  units: ReportedWeights[]
  chosen: string | undefined
  totals: [string, number][]
  leftOut?: string[]
}[] = [
  {
    why: 'the size counts, not the order',
    units: [unit('u1', 1, { h1: 10, h2: 300, h3: 11 }), unit('u2', 2, { h1: 3, h2: 1, h3: 2 })],
    chosen: 'h3',
    totals: [
      ['h3', 15],
      ['h1', 16],
      ['h2', 302],
    ],
  },
  {
    why: 'who is not named is not considered, though 0 would win',
    units: [unit('u', 1, { h2: 5 })],
    chosen: 'h2',
    totals: [['h2', 5]],
    leftOut: ['h1', 'h3'],
  },
  {
    why: 'named once is enough',
    units: [unit('u1', 1, { h1: 5, h2: 1 }), unit('u2', 1, { h1: 5 })],
    chosen: 'h2',
    totals: [
      ['h2', 1],
      ['h1', 10],
    ],
    leftOut: ['h3'],
  },
  {
    why: 'of equal totals the lowest id',
    units: [unit('u', 1, { h3: 5, h2: 5 })],
    chosen: 'h2',
    totals: [
      ['h2', 5],
      ['h3', 5],
    ],
    leftOut: ['h1'],
  },
  {
    why: 'a foreign host is not chosen',
    units: [unit('u', 1, { x: 0, h1: 1 })],
    chosen: 'h1',
    totals: [['h1', 1]],
    leftOut: ['h2', 'h3'],
  },
  { why: 'no units', units: [], chosen: undefined, totals: [], leftOut: ['h1', 'h2', 'h3'] },
]

describe('BasicWeighting', () => {
  it.each(cases)('$why', ({ units, chosen, totals, leftOut = [] }) => {
    const sums = sumWeights(['h3', 'h1', 'h2'].sort(), units)
    expect(sums.chosenHostId).toBe(chosen)
    expect(sums.hosts.map(({ hostId, total }) => [hostId, total])).toEqual(totals)
    expect(sums.leftOut).toEqual(leftOut)
  })

  it('explains each sum', () => {
    expect(sumWeights(['h1'], [unit('u', 3, { h1: 4 }), unit('silent', 1, {})]).hosts).toEqual([
      { hostId: 'h1', total: 12, units: [{ id: 'u', name: 'u', factor: 3, weight: 4, contribution: 12 }] },
    ])
  })
})
