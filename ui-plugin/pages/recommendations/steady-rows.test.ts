import { describe, expect, it } from 'vitest'
import { aRecommendation } from '../../../test/fakes/builders.ts'
import { fresh, steadyRows } from './steady-rows.ts'

const rec = (id: string, priority = 3) => aRecommendation({ id, priority })
const ids = (rows: ReturnType<typeof fresh>) =>
  rows.map(({ recommendation, gone }) => (gone ? `(${recommendation.id})` : recommendation.id))

describe('steadyRows', () => {
  const cases = [
    { why: 'fills an empty page at once', shown: [], current: ['a', 'b'], rows: ['a', 'b'], arrived: 0 },
    { why: 'leaves rows in their place', shown: ['a', 'b'], current: ['b', 'a'], rows: ['a', 'b'], arrived: 0 },
    { why: 'lets new ones wait', shown: ['b'], current: ['a', 'b', 'c'], rows: ['b'], arrived: 2 },
    { why: 'keeps the place of one that went', shown: ['a', 'b'], current: ['b'], rows: ['(a)', 'b'], arrived: 0 },
  ]
  for (const { why, shown, current, rows, arrived } of cases) {
    it(why, () => {
      const next = steadyRows(
        fresh(shown.map(id => rec(id))),
        current.map(id => rec(id)),
      )
      expect([ids([...next.rows]), next.arrived]).toEqual([rows, arrived])
    })
  }

  it('takes the new figures of a row that stays', () => {
    const next = steadyRows(fresh([rec('a')]), [{ ...rec('a'), state: 'applying' }])
    expect(next.rows[0]?.recommendation.state).toBe('applying')
  })

  it('begins with the most urgent, then the oldest', () => {
    const old = { ...rec('old', 2), createdAtMs: 1 }
    expect(ids(fresh([rec('slight', 5), rec('new', 2), old, rec('limit', 1)]))).toEqual([
      'limit',
      'old',
      'new',
      'slight',
    ])
  })
})
