import { describe, expect, it } from 'vitest'
import { aPlacementProblem } from '../../../test/fakes/placements.ts'
import { orderMoves } from './order-moves.ts'
import type { PlacementChange } from './placement-plan.ts'

type Case = Pick<PlacementChange, 'needBefore' | 'nowhere'> &
  Readonly<{
    why: string
    from: readonly number[]
    to: readonly number[]
    need: readonly number[]
    capacity: readonly number[]
    apart?: readonly (readonly number[])[]
    limits?: PlacementChange['limits']
    /** "VM: from>to" with "p" for parking, after: places, start to end. */
    plan: readonly string[]
    blocked?: readonly string[]
  }>

const change = ({ from, to, need, capacity, apart, limits, needBefore, nowhere }: Case): PlacementChange => ({
  problem: aPlacementProblem({
    initial: Int32Array.from(from),
    need: Float64Array.from(need),
    capacity: Float64Array.from(capacity),
    ...(apart && { apart }),
  }),
  target: Int32Array.from(to),
  ...(needBefore && { needBefore }),
  ...(nowhere !== undefined && { nowhere }),
  seconds: vm => 10 * ((need[vm] ?? 0) + 1),
  limits: limits ?? { total: 10, perHost: 10 },
})

const cases: readonly Case[] = [
  { why: 'nothing to do', from: [0], to: [0], need: [1], capacity: [1, 1], plan: [] },
  {
    why: 'at once where there is room for all',
    from: [0, 0],
    to: [1, 1],
    need: [1, 2],
    capacity: [9, 9],
    plan: ['0: 0>1 after [] 0-20', '1: 0>1 after [] 0-30'],
  },
  {
    why: 'one after the other where the first makes room',
    from: [0, 1],
    to: [1, 2],
    need: [3, 2],
    capacity: [3, 4, 2],
    plan: ['1: 1>2 after [] 0-30', '0: 0>1 after [0] 30-70'],
  },
  {
    why: 'after the fewest that make room',
    from: [0, 1, 1],
    to: [1, 2, 2],
    need: [2, 1, 2],
    capacity: [3, 4, 3],
    plan: ['1: 1>2 after [] 0-20', '2: 1>2 after [] 0-30', '0: 0>1 after [0] 20-50'],
  },
  {
    why: 'a swap of two that do not fit beside each other, by a third host',
    from: [0, 1],
    to: [1, 0],
    need: [3, 2],
    capacity: [3, 3, 2],
    plan: ['1: 1>2p after [] 0-30', '0: 0>1 after [0] 30-70', '1: 2>0 after [0,1] 70-100'],
  },
  {
    why: 'a swap that fits, at once',
    from: [0, 1],
    to: [1, 0],
    need: [3, 2],
    capacity: [5, 5],
    plan: ['0: 0>1 after [] 0-40', '1: 1>0 after [] 0-30'],
  },
  {
    why: 'a swap with no third host: neither moves',
    from: [0, 1],
    to: [1, 0],
    need: [3, 2],
    capacity: [3, 3],
    plan: [],
    blocked: ['0 to 1 lacks [0] apart []', '1 to 0 lacks [0] apart []'],
  },
  {
    why: 'VMs that must be apart do not even pass each other',
    from: [0, 1],
    to: [1, 2],
    need: [1, 1],
    capacity: [9, 9, 9],
    apart: [[0, 1]],
    plan: ['1: 1>2 after [] 0-20', '0: 0>1 after [0] 20-40'],
  },
  {
    why: 'VMs that must be apart change places by a third host',
    from: [0, 1],
    to: [1, 0],
    need: [1, 1],
    capacity: [9, 9, 9],
    apart: [[0, 1]],
    plan: ['0: 0>2p after [] 0-20', '1: 1>0 after [0] 20-40', '0: 2>1 after [0,1] 40-60'],
  },
  {
    why: 'one that stays keeps another away',
    from: [0, 1],
    to: [1, 1],
    need: [1, 1],
    capacity: [9, 9],
    apart: [[0, 1]],
    plan: [],
    blocked: ['0 to 1 lacks [] apart [1]'],
  },
  {
    why: 'one that is not running yet starts, one that stays grows once another has left',
    from: [2, 0, 0],
    to: [1, 1, 0],
    need: [1, 2, 5],
    needBefore: Float64Array.of(0, 2, 2),
    capacity: [5, 9, 0],
    nowhere: 2,
    plan: ['1: 0>1 after [] 0-30', '0: 2>1 after [] 0-20', '2: 0>0 after [0] 30-30'],
  },
  {
    why: 'one at a time into or out of a host',
    from: [0, 0, 1],
    to: [1, 1, 2],
    need: [1, 1, 1],
    capacity: [9, 9, 9],
    limits: { total: 10, perHost: 1 },
    plan: ['2: 1>2 after [] 0-20', '0: 0>1 after [] 20-40', '1: 0>1 after [] 40-60'],
  },
  {
    why: 'one at a time altogether',
    from: [0, 1],
    to: [2, 3],
    need: [1, 1],
    capacity: [9, 9, 9, 9],
    limits: { total: 1, perHost: 9 },
    plan: ['0: 0>2 after [] 0-20', '1: 1>3 after [] 20-40'],
  },
]

describe('orderMoves', () => {
  it.each(cases)('$why', of => {
    const { moves, blocked, makespanS } = orderMoves(change(of))
    expect(
      moves.map(
        ({ vm, from, to, isParking, after, startsAtS, endsAtS }) =>
          `${vm}: ${from}>${to}${isParking ? 'p' : ''} after [${after}] ${startsAtS}-${endsAtS}`,
      ),
    ).toEqual(of.plan)
    expect(
      blocked.map(({ vm, to, lacks, apartFrom }) => `${vm} to ${to} lacks [${lacks}] apart [${apartFrom}]`),
    ).toEqual(of.blocked ?? [])
    expect(makespanS).toBe(Math.max(0, ...moves.map(({ endsAtS }) => endsAtS)))
  })
})
