import { describe, expect, it } from 'vitest'
import type { AffinityGroup } from '../facts/affinity-group.ts'
import { byPriority, compareBroken, competitionRanks } from './broken-rules.ts'

const off = { enabled: false, positive: true, enforcing: false }
const groupsOf = (priorities: readonly number[]): readonly AffinityGroup[] =>
  byPriority(
    priorities.map(priority => ({
      id: `g${priority}`,
      name: `g${priority}`,
      priority,
      vmIds: new Set(),
      hostIds: new Set(),
      vmRule: off,
      hostRule: off,
    })),
  )

describe('compareBroken', () => {
  it.each([
    { why: 'nothing broken on either', a: [], b: [], expected: 0 },
    { why: 'nothing is better than something', a: [], b: [1], expected: -1 },
    { why: 'the most important decides, however many others', a: [1, 1, 1], b: [2], expected: -1 },
    { why: 'then the next', a: [1, 3], b: [3, 2], expected: -1 },
    { why: 'the shorter of equal beginnings', a: [3], b: [1, 3], expected: -1 },
    { why: 'order does not matter', a: [1, 2], b: [2, 1], expected: 0 },
  ])('$why', ({ a, b, expected }) => {
    expect(Math.sign(compareBroken(groupsOf(a), groupsOf(b)))).toBe(expected)
    expect(Math.sign(compareBroken(groupsOf(b), groupsOf(a)))).toBe(0 - expected)
  })
})

describe('competitionRanks', () => {
  it.each([
    { items: [], expected: [] },
    { items: [5, 3, 3], expected: [2, 0] },
    { items: [1, 2, 2, 3], expected: [0, 1, 3] },
  ])('$items', ({ items, expected }) => {
    expect([...new Set(items)].map(item => competitionRanks(items, (a, b) => a - b).get(item))).toEqual(expected)
  })
})
