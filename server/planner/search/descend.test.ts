import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgePlacement } from '../../../test/fakes/judge-placement.ts'
import { aPlacementProblem, placementProblems } from '../../../test/fakes/placements.ts'
import { descend } from './descend.ts'
import type { PlacementProblem } from './placement-problem.ts'
import { createPlacementState } from './placement-state.ts'

function descended(problem: PlacementProblem, over: { leastGain?: number; moves?: number } = {}) {
  const state = createPlacementState(problem)
  let left = over.moves ?? Number.POSITIVE_INFINITY
  descend(problem, state, { leastGain: over.leastGain ?? 0.5, isOver: () => left-- <= 0 })
  return state
}

describe('descend', () => {
  it('breaks no rule and never makes it dearer', () => {
    fc.assert(
      fc.property(placementProblems, problem => {
        const { host, cost } = descended(problem)
        const judged = judgePlacement(problem, host)
        expect(judged.broken).toEqual([])
        expect(judged.cost).toBeCloseTo(cost().total, 6)
        expect(judged.cost).toBeLessThanOrEqual(judgePlacement(problem, problem.initial).cost)
      }),
      { numRuns: 200 },
    )
  })

  // Host 0 has 12 in use, 6 is safe; the others are empty.
  const crowded = {
    initial: Int32Array.of(0, 0, 0, 0),
    need: Float64Array.of(5, 4, 2, 1),
    capacity: Float64Array.of(20, 6, 6),
    safety: Float64Array.of(6, 6, 6),
  }
  it.each([
    { why: 'moves one large VM, not several', leastGain: 0.5, host: [2, 0, 0, 2], cost: 0 },
    { why: 'leaves it where the next gains too little', leastGain: 2, host: [2, 0, 0, 0], cost: 1 },
  ])('$why', ({ leastGain, host, cost }) => {
    const state = descended(aPlacementProblem(crowded), { leastGain })
    expect([[...state.host], state.cost().total]).toEqual([host, cost])
  })

  it('stops when its time is over, and has what it made until then', () => {
    expect([...descended(aPlacementProblem(crowded), { moves: 0 }).host]).toEqual([0, 0, 0, 0])
  })

  it('swaps where nothing fits beside what is there', () => {
    const full = aPlacementProblem({
      initial: Int32Array.of(0, 0, 1, 1),
      need: Float64Array.of(6, 4, 3, 2),
      capacity: Float64Array.of(10, 8),
      safety: Float64Array.of(7, 8),
    })
    const { host, cost } = descended(full)
    expect([[...host], cost().total]).toEqual([[1, 0, 0, 1], 0])
  })

  it('brings VMs that should leave elsewhere, others making room', () => {
    // VM 0 (5) should leave host 0. It fits on host 1 only once VM 1 (3) has gone to host 2.
    const leaving = aPlacementProblem({
      initial: Int32Array.of(0, 1, 1),
      need: Float64Array.of(5, 3, 1),
      capacity: Float64Array.of(9, 6, 4),
      moveCost: Float64Array.of(-100, 1, 1),
    })
    expect([...descended(leaving).host]).toEqual([1, 2, 1])
  })

  it('makes room on the one host that the rules leave to a VM, however many others have more room', () => {
    const hosts = 40
    const kind = Int32Array.of(0, 1, 1)
    const capacity = new Float64Array(hosts).fill(9)
    const mayRun = Uint8Array.from({ length: 2 * hosts }, (_, at) => Number(at === 1 || at >= hosts))
    const leaving = aPlacementProblem({
      initial: Int32Array.of(0, 1, 1),
      need: Float64Array.of(5, 6, 1),
      capacity,
      kind,
      mayRun,
      moveCost: Float64Array.of(-100, 1, 1),
    })
    const { host } = descended(leaving)
    expect([host[0], host[1] !== 1]).toEqual([1, true])
  })

  it('leaves one where it is that fits nowhere', () => {
    const stuck = aPlacementProblem({
      initial: Int32Array.of(0, 1),
      need: Float64Array.of(5, 3),
      capacity: Float64Array.of(9, 4),
      moveCost: Float64Array.of(-100, 1),
    })
    expect([...descended(stuck).host]).toEqual([0, 1])
  })
})
