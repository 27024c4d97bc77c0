import { describe, expect, it } from 'vitest'
import { type PolicyContent, unitChanges } from './unit-changes.ts'

const before: PolicyContent = {
  filters: [
    { unitId: 'f1', position: -1 },
    { unitId: 'f2', position: 0 },
  ],
  weights: [{ unitId: 'w1', factor: 2 }],
  balanceUnitId: 'b1',
}

describe('unitChanges', () => {
  it.each([
    { why: 'nothing', after: before, expected: [] },
    {
      why: 'another order of filters between first and last',
      after: { ...before, filters: before.filters.toReversed() },
      expected: [],
    },
    {
      why: 'a position',
      after: { ...before, filters: [before.filters[0], { unitId: 'f2', position: 1 }] } as PolicyContent,
      expected: [{ role: 'filter', unitId: 'f2', before: 0, after: 1 }],
    },
    {
      why: 'a factor and a new weight',
      after: {
        ...before,
        weights: [
          { unitId: 'w1', factor: 5 },
          { unitId: 'w2', factor: 0 },
        ],
      },
      expected: [
        { role: 'weight', unitId: 'w1', before: 2, after: 5 },
        { role: 'weight', unitId: 'w2', after: 0 },
      ],
    },
    {
      why: 'another balancer',
      after: { ...before, balanceUnitId: 'b2' },
      expected: [
        { role: 'balance', unitId: 'b1', before: 0 },
        { role: 'balance', unitId: 'b2', after: 0 },
      ],
    },
  ])('finds $why', ({ after, expected }) => expect(unitChanges(before, after)).toEqual(expected))
})
