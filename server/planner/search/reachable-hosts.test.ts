import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aPlacementProblem, placementProblems } from '../../../test/fakes/placements.ts'
import type { PlacementProblem } from './placement-problem.ts'
import { createPlacementState, INFEASIBLE } from './placement-state.ts'
import { createRandom } from './random.ts'
import { reachableHosts } from './reachable-hosts.ts'

function hostsOf(problem: PlacementProblem, mostPairs?: number): readonly (readonly number[])[] {
  const { start, hosts } = reachableHosts(problem, createRandom(1), mostPairs)
  return Array.from({ length: problem.vms }, (_, vm) => [...hosts.slice(start[vm], start[vm + 1])])
}

describe('reachableHosts', () => {
  const two = {
    initial: Int32Array.of(0, 1),
    need: Float64Array.of(6, 5),
    capacity: Float64Array.of(10, 10),
  }
  it('counts what is on a host for good where it is transient, else not at all', () => {
    expect(hostsOf(aPlacementProblem({ ...two, isTransient: Uint8Array.of(1) }))).toEqual([[0], [1]])
    expect(hostsOf(aPlacementProblem({ ...two, isTransient: Uint8Array.of(0) }))).toEqual([
      [0, 1],
      [1, 0],
    ])
  })

  it('leaves out no host that a VM can get to', () => {
    const walks = fc.array(fc.tuple(fc.nat({ max: 8 }), fc.nat({ max: 8 })), { maxLength: 25 })
    fc.assert(
      fc.property(placementProblems, walks, (problem, walk) => {
        const [state, reachable] = [createPlacementState(problem), hostsOf(problem)]
        for (const [any, other] of walk) {
          const [vm, to] = [any % problem.vms, other % problem.hosts]
          if (state.shiftDelta(vm, to) === INFEASIBLE) continue
          expect(reachable[vm]).toContain(to)
          state.shift(vm, to)
        }
      }),
    )
  })

  it('knows a sample of a very large cluster, the first host always', () => {
    const hosts = 1000
    const large = aPlacementProblem({
      ...two,
      capacity: new Float64Array(hosts).fill(10),
      isTransient: Uint8Array.of(0),
    })
    const known = hostsOf(large, 20)
    expect(known.map(([first]) => first)).toEqual([0, 1])
    for (const list of known) expect(list.length).toBe(10)
  })
})
