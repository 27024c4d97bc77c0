import { describe, expect, it } from 'vitest'
import { aPlacementProblem } from '../../../test/fakes/placements.ts'
import type { PlacementProblem } from '../search/placement-problem.ts'
import { createPlacementState, INFEASIBLE } from '../search/placement-state.ts'
import { gainOf, takeBackIdleMoves } from './take-back-idle-moves.ts'

type Case = Readonly<{
  why: string
  need: number[]
  capacity?: number[]
  safety: number[]
  moveCost?: number[]
  from: number[]
  at: number[]
  left: number[]
}>
const problemOf = ({ need, capacity, safety, moveCost, from }: Case): PlacementProblem =>
  aPlacementProblem({
    initial: Int32Array.from(from),
    need: Float64Array.from(need),
    capacity: Float64Array.from(capacity ?? safety.map(() => 99)),
    safety: Float64Array.from(safety),
    ...(moveCost && { moveCost: Float64Array.from(moveCost) }),
  })

const cases: readonly Case[] = [
  { why: 'a move that gains', need: [5], safety: [0, 9], from: [0], at: [1], left: [1] },
  { why: 'one that gains nothing', need: [5], safety: [9, 9], from: [0], at: [1], left: [0] },
  { why: 'one that gains less than it costs', need: [5], safety: [3, 9], moveCost: [3], from: [0], at: [1], left: [0] },
  { why: 'one that must be made', need: [5], safety: [9, 9], moveCost: [-9], from: [0], at: [1], left: [1] },
  {
    why: 'one for which there is no way back',
    need: [5, 5],
    capacity: [5, 5, 5],
    safety: [9, 9, 9],
    moveCost: [0, -1],
    from: [0, 2],
    at: [1, 0],
    left: [1, 0],
  },
  {
    why: 'a step to another, once that has gone back',
    need: [5, 5],
    capacity: [5, 5, 5],
    safety: [9, 9, 9],
    from: [0, 2],
    at: [1, 0],
    left: [0, 2],
  },
  { why: 'only one of two that are each idle', need: [5, 5], safety: [5, 9], from: [0, 0], at: [1, 1], left: [0, 1] },
]

describe('takeBackIdleMoves', () => {
  it.each(cases)('leaves or takes back $why', of => {
    const problem = problemOf(of)
    const state = createPlacementState(problem)
    state.restore(Int32Array.from(of.at))
    const before = state.cost().total
    takeBackIdleMoves(problem, state)
    expect([...state.host]).toEqual(of.left)
    expect(state.cost().total).toBeLessThanOrEqual(before)
  })
})

describe('gainOf', () => {
  const [gains, , dear, , stuck] = cases as [Case, Case, Case, Case, Case]
  it.each([
    { why: 'what it spares', of: gains, gain: 5 },
    { why: 'less what it costs', of: dear, gain: -1 },
    { why: 'without end where there is no way back', of: stuck, gain: INFEASIBLE },
    { why: 'nothing where it is at home', of: { ...gains, at: [0] }, gain: 0 },
  ])('is $why', ({ of, gain }) => {
    const problem = problemOf(of)
    const state = createPlacementState(problem)
    state.restore(Int32Array.from(of.at))
    expect(gainOf(0, problem, state)).toBe(gain)
  })
})
