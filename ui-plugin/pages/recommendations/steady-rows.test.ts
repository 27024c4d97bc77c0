import { describe, expect, it } from 'vitest'
import { aRecommendation } from '../../../test/fakes/builders.ts'
import { asRows, type SteadyRow, steadyRows } from './steady-rows.ts'

const rec = (id: string) => aRecommendation({ id })
const ids = (rows: readonly SteadyRow[]) =>
  rows.map(({ recommendation, gone }) => (gone ? `(${recommendation.id})` : recommendation.id))

describe('steadyRows', () => {
  const cases = [
    { why: 'fills an empty page at once', shown: [], current: ['a', 'b'], rows: ['a', 'b'], arrived: 0 },
    { why: 'leaves rows in their place', shown: ['a', 'b'], current: ['b', 'a'], rows: ['a', 'b'], arrived: 0 },
    { why: 'lets new ones wait', shown: ['b'], current: ['a', 'b', 'c'], rows: ['b'], arrived: 2 },
    { why: 'keeps the place of one that went', shown: ['a', 'b'], current: ['b'], rows: ['(a)', 'b'], arrived: 0 },
    {
      why: 'keeps one that no longer matches, since it is still there',
      shown: ['a', 'b'],
      current: ['a', 'b'],
      wanted: ['b'],
      rows: ['a', 'b'],
      arrived: 0,
    },
    {
      why: 'announces only what the reader looks at',
      shown: ['a'],
      current: ['a', 'b', 'c'],
      wanted: ['a', 'c'],
      rows: ['a'],
      arrived: 1,
    },
    {
      why: 'fills an empty page with what is looked at',
      shown: [],
      current: ['a', 'b'],
      wanted: ['b'],
      rows: ['b'],
      arrived: 0,
    },
  ]
  for (const { why, shown, current, wanted = current, rows, arrived } of cases) {
    it(why, () => {
      const next = steadyRows(asRows(shown.map(rec)), current.map(rec), wanted.map(rec))
      expect([ids(next.rows), next.arrived]).toEqual([rows, arrived])
    })
  }

  it('takes the new figures of a row that stays', () => {
    const now = [{ ...rec('a'), state: 'applying' as const }]
    expect(steadyRows(asRows([rec('a')]), now, now).rows[0]?.recommendation.state).toBe('applying')
  })
})
