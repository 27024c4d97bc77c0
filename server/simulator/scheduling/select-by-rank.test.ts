import { describe, expect, it } from 'vitest'
import { selectByRank } from './select-by-rank.ts'

const vote = (factor: number, weights: Record<string, number>) => ({
  factor,
  weights: new Map(Object.entries(weights)),
})

describe('selectByRank', () => {
  const cases = [
    {
      why: 'multiplies ranks, not weights; a host left out has weight 0',
      hosts: ['1', '2', '3'],
      votes: [vote(1, { 1: 500_000, 2: 1_000, 3: 85_366_814 }), vote(100, { 1: 100, 3: 50 })],
      best: '2',
    },
    {
      why: 'lets a heavy unit overrule a light one',
      hosts: ['1', '2', '3'],
      votes: [vote(1, { 1: 200, 2: 300, 3: 200 }), vote(100, { 3: 1 })],
      best: '1',
    },
    { why: 'takes the first of equals', hosts: ['b', 'a'], votes: [vote(1, { a: 5, b: 5 })], best: 'b' },
    { why: 'has no opinion without votes', hosts: ['a'], votes: [], best: undefined },
    { why: 'has nothing to choose from', hosts: [], votes: [vote(1, {})], best: undefined },
  ]
  for (const { why, hosts, votes, best } of cases) it(why, () => expect(selectByRank(hosts, votes)).toBe(best))
})
