import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgePlacement } from '../../../test/fakes/judge-placement.ts'
import { placementProblems } from '../../../test/fakes/placements.ts'
import { makeRoom } from './make-room.ts'
import type { PlacementProblem } from './placement-problem.ts'
import { createPlacementState, INFEASIBLE, type PlacementState } from './placement-state.ts'
import { createRandom } from './random.ts'

const walks = fc.array(
  fc.record({ isSwap: fc.boolean(), vm: fc.nat({ max: 8 }), other: fc.nat({ max: 8 }), price: fc.nat({ max: 3 }) }),
  { maxLength: 25 },
)

function placed(host: Int32Array, ...changes: readonly (readonly [vm: number, to: number])[]): Int32Array {
  const next = Int32Array.from(host)
  for (const [vm, to] of changes) next[vm] = to
  return next
}

function expectTrue(problem: PlacementProblem, state: PlacementState): void {
  const { cost, broken } = judgePlacement(problem, state.host)
  expect(broken).toEqual([])
  expect(state.cost().total).toBeCloseTo(cost, 6)
  const on = Array.from({ length: problem.hosts }, (_, at) => [...state.vmsOn(at)].toSorted((a, b) => a - b))
  const are = on.map((_, at) => [...state.host.keys()].filter(vm => state.host[vm] === at))
  expect(on).toEqual(are)
}

describe('a placement under change', () => {
  it('tells exactly what a move of one VM changes, and exactly which break a rule', () => {
    fc.assert(
      fc.property(placementProblems, walks, (problem, walk) => {
        const state = createPlacementState(problem)
        for (const { vm: any, other } of walk) {
          const [vm, to] = [any % problem.vms, other % problem.hosts]
          if (state.host[vm] === to) continue
          const after = judgePlacement(problem, placed(state.host, [vm, to]))
          const delta = state.shiftDelta(vm, to)
          expect(delta === INFEASIBLE).toBe(after.broken.length > 0)
          expect(state.lacking(vm, to, -1) > 0).toBe(after.broken.some(rule => rule.includes('lacks')))
          if (delta === INFEASIBLE) continue
          expect(delta).toBeCloseTo(after.cost - judgePlacement(problem, state.host).cost, 6)
          state.shift(vm, to)
          expectTrue(problem, state)
        }
      }),
    )
  })

  it('tells exactly what a swap changes, and allows none that breaks a rule', () => {
    fc.assert(
      fc.property(placementProblems, walks, (problem, walk) => {
        const state = createPlacementState(problem)
        for (const step of walk) {
          const [vm, other] = [step.vm % problem.vms, step.other % problem.vms]
          const delta = state.swapDelta(vm, other)
          if (delta === INFEASIBLE) continue
          const [from, to] = [state.host[vm] as number, state.host[other] as number]
          const after = judgePlacement(problem, placed(state.host, [vm, to], [other, from]))
          expect(after.broken).toEqual([])
          expect(delta).toBeCloseTo(after.cost - judgePlacement(problem, state.host).cost, 6)
          state.swap(vm, other)
          expectTrue(problem, state)
        }
      }),
      // Groups that depend on each other are seldom drawn.
      { numRuns: 2_000 },
    )
  })

  it('counts the price of being away in what moves change, and not in the cost', () => {
    fc.assert(
      fc.property(placementProblems, walks, (problem, walk) => {
        const state = createPlacementState(problem)
        for (const { vm: any, other, price } of walk) {
          const [vm, to] = [any % problem.vms, other % problem.hosts]
          state.setAwayPrice(price)
          const [delta, before, away] = [state.shiftDelta(vm, to), state.cost().total, state.away()]
          if (delta === INFEASIBLE) continue
          state.shift(vm, to)
          expect(delta).toBeCloseTo(state.cost().total - before + price * (state.away() - away), 6)
        }
      }),
    )
  })

  it('makes room only as its caller accepts, and puts all back otherwise', () => {
    fc.assert(
      fc.property(placementProblems, fc.nat(), fc.array(fc.boolean(), { maxLength: 12 }), (problem, seed, answers) => {
        const state = createPlacementState(problem)
        const random = createRandom(seed)
        for (const answer of answers) {
          const [before, cost] = [Int32Array.from(state.host), state.cost().total]
          const delta = makeRoom(problem, state, random, () => answer)
          if (!answer) expect([...state.host]).toEqual([...before])
          expect(state.cost().total - cost).toBeCloseTo(delta, 6)
          expectTrue(problem, state)
        }
      }),
    )
  })

  it('goes back to any placement', () => {
    fc.assert(
      fc.property(placementProblems, walks, (problem, walk) => {
        const state = createPlacementState(problem)
        const first = Int32Array.from(state.host)
        for (const { vm: any, other } of walk) {
          const [vm, to] = [any % problem.vms, other % problem.hosts]
          if (state.shiftDelta(vm, to) !== INFEASIBLE) state.shift(vm, to)
        }
        state.restore(first)
        expectTrue(problem, state)
        expect(state.away()).toBe(0)
      }),
    )
  })
})
