import { describe, expect, it } from 'vitest'
import type { PlannedStep } from '../../../shared/plan/plan.ts'
import { axisTicks } from './axis-ticks.ts'
import { countsOverTime, lanesOf } from './lanes-of.ts'

const steps = (...times: readonly (readonly [number, number])[]): PlannedStep[] =>
  times.map(([startsAtS, endsAtS], index) => ({
    index,
    vm: { id: `vm${index}`, name: `vm${index}` },
    from: { id: 'host1', name: 'host1' },
    to: { id: 'host2', name: 'host2' },
    isParking: false,
    after: [],
    startsAtS,
    endsAtS,
    transferMiB: 1024,
    because: { code: 'plan-gain', text: '', values: {} },
    unknown: [],
  }))

describe('lanesOf', () => {
  it.each([
    { why: 'nothing', given: steps(), expected: [] },
    { why: 'one after the other in one lane', given: steps([0, 10], [10, 20]), expected: [[0, 1]] },
    { why: 'side by side in two', given: steps([0, 10], [0, 20]), expected: [[0], [1]] },
    {
      why: 'what begins later where it is free',
      given: steps([0, 30], [0, 10], [10, 20], [20, 25]),
      expected: [[0], [1, 2, 3]],
    },
    { why: 'by time, whatever their order', given: steps([10, 20], [0, 10]), expected: [[1, 0]] },
  ])('puts $why', ({ given, expected }) =>
    expect(lanesOf(given).map(lane => lane.map(({ index }) => index))).toEqual(expected),
  )
})

describe('countsOverTime', () => {
  it('counts those that run from each moment on', () =>
    expect(countsOverTime(steps([0, 10], [0, 20], [10, 30])).map(({ atS, count }) => [atS, count])).toEqual([
      [0, 2],
      [10, 2],
      [20, 1],
      [30, 0],
    ]))
})

describe('axisTicks', () => {
  it.each([
    { spanS: 4, expected: [0, 1, 2, 3, 4] },
    { spanS: 58, expected: [0, 15, 30, 45] },
    { spanS: 360, expected: [0, 120, 240, 360] },
    { spanS: 3 * 86_400, expected: [0, 86_400, 172_800, 259_200] },
    { spanS: 0, expected: [0] },
  ])('divides $spanS s', ({ spanS, expected }) => expect(axisTicks(spanS)).toEqual(expected))
})
