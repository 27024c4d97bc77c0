import type { PlacementProblem } from './placement-problem.ts'
import { INFEASIBLE, type PlacementState } from './placement-state.ts'

/** Where it costs least to have a VM, but on one host (or none, -1). -1: it fits nowhere. */
export function cheapestHost(vm: number, not: number, { hosts }: PlacementProblem, state: PlacementState): number {
  let [best, least] = [-1, INFEASIBLE]
  for (let to = 0; to < hosts; to++) {
    if (to === not) continue
    const delta = state.shiftDelta(vm, to)
    if (delta < least) [best, least] = [to, delta]
  }
  return best
}
