import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgePlacement } from '../../../test/fakes/judge-placement.ts'
import { aPlacementProblem, placementProblems } from '../../../test/fakes/placements.ts'
import { anneal } from './anneal.ts'
import type { PlacementProblem } from './placement-problem.ts'
import { createRandom } from './random.ts'

/** Time that passes by being asked. */
function steps(count: number): () => number {
  let asked = 0
  return () => asked++ / count
}

const search = (problem: PlacementProblem, { seed = 1, looks = 20 } = {}) =>
  anneal(problem, { seed, progress: steps(looks) })

/** The least that any placement costs that breaks no rule. */
function leastCost(problem: PlacementProblem): number {
  const host = new Int32Array(problem.vms)
  let least = Number.POSITIVE_INFINITY
  for (let code = 0; code < problem.hosts ** problem.vms; code++) {
    for (let vm = 0; vm < problem.vms; vm++) host[vm] = Math.floor(code / problem.hosts ** vm) % problem.hosts
    const { cost, broken } = judgePlacement(problem, host)
    if (broken.length === 0) least = Math.min(least, cost)
  }
  return least
}

describe('anneal', () => {
  it('breaks no rule, is never worse than what is, and tells what it costs', () => {
    fc.assert(
      fc.property(placementProblems, fc.nat(), (problem, seed) => {
        const { host, cost, initialCost } = search(problem, { seed, looks: 2 })
        const judged = judgePlacement(problem, host)
        expect(judged.broken).toEqual([])
        expect(judged.cost).toBeCloseTo(cost, 6)
        expect(judgePlacement(problem, problem.initial).cost).toBeCloseTo(initialCost, 6)
        expect(cost).toBeLessThanOrEqual(initialCost)
      }),
      { numRuns: 40 },
    )
  })

  const crowded = aPlacementProblem({
    initial: Int32Array.of(0, 0, 0, 0, 0, 0),
    need: Float64Array.of(5, 4, 3, 3, 2, 1),
    capacity: Float64Array.of(18, 9, 9),
    safety: Float64Array.of(6, 6, 6),
  })
  it('finds the best there is in a small cluster', () => {
    expect(leastCost(crowded)).toBe(0)
    expect(search(crowded).cost).toBe(0)
  })

  it('evens out three resources of what stands on ten of forty hosts', () => {
    const random = createRandom(1)
    const needs = Array.from({ length: 600 }, () => 1 + random.below(9))
    const { cost, initialCost } = search(
      aPlacementProblem({
        initial: Int32Array.from({ length: 200 }, (_, vm) => vm % 10),
        need: Float64Array.from(needs),
        capacity: new Float64Array(120).fill(200),
        safety: new Float64Array(120).fill(26),
      }),
    )
    expect(cost / initialCost).toBeLessThan(0.01)
  })

  it('moves nothing where a move costs more than it gains', () => {
    const dear = aPlacementProblem({ ...crowded, moveCost: new Float64Array(6).fill(100) })
    expect([...search(dear).host]).toEqual([0, 0, 0, 0, 0, 0])
  })

  it('brings a large VM to the only host that is large enough, VMs there making room', () => {
    // Each VM that makes room costs 20, seven of them at once far more than any single move may; then 200 are gained.
    const problem = aPlacementProblem({
      initial: Int32Array.of(0, 1, 1, 1, 1, 1, 1, 1, 1),
      need: Float64Array.of(200, 25, 25, 25, 25, 25, 25, 25, 25),
      capacity: Float64Array.of(200, 205, 25, 25, 25, 25, 25, 25, 25, 25),
      safety: Float64Array.of(0, 205, 5, 5, 5, 5, 5, 5, 5, 5),
    })
    const { cost, host } = search(problem)
    expect([cost, host[0]]).toEqual([160, 1])
  })

  it('finds the same with the same seed and the same progress', () => {
    const [problem = expect.fail('none')] = fc.sample(placementProblems, { numRuns: 1, seed: 7 })
    expect(search(problem, { seed: 5 })).toEqual(search(problem, { seed: 5 }))
  })

  it('answers with what is when there is no time', () => {
    const { host, cost, initialCost, tried } = anneal(crowded, { seed: 1, progress: () => 1 })
    expect([[...host], cost, tried]).toEqual([[...crowded.initial], initialCost, 0])
  })

  it('copes with one VM, one host, and no use of anything', () => {
    const alone = aPlacementProblem({
      initial: Int32Array.of(0),
      need: Float64Array.of(0),
      capacity: Float64Array.of(0),
    })
    expect(search(alone)).toMatchObject({ cost: 0, host: Int32Array.of(0) })
  })
})
