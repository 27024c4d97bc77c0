import { expect, it } from 'vitest'
import { marksOf } from './marks-of.ts'
import { aDecision } from './policy-samples.ts'

it('keeps the order in which those of one instant were made', () => {
  const newestFirst = ['c', 'b', 'a'].map(id => aDecision({ id }))
  expect(marksOf(newestFirst, 10)[0]?.decisions.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
})

it.each([
  { why: 'nothing of nothing', times: [], marks: [] },
  { why: 'one for each that has room', times: [30, 20, 10], marks: ['10: 10', '20: 20', '30: 30'] },
  { why: 'one for those of one instant', times: [10, 10, 10], marks: ['10: 10 10 10'] },
  { why: 'one for those closer than a mark is wide', times: [29, 20, 19, 10], marks: ['10: 10 19', '20: 20 29'] },
])('makes $why', ({ times, marks }) => {
  const made = marksOf(
    times.map(atMs => aDecision({ atMs })),
    10,
  )
  expect(made.map(({ atMs, decisions }) => `${atMs}: ${decisions.map(one => one.atMs).join(' ')}`)).toEqual(marks)
})
