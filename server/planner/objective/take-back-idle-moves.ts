import type { PlacementProblem } from '../search/placement-problem.ts'
import { INFEASIBLE, type PlacementState } from '../search/placement-state.ts'

/** What each move of a placement gains: what the placement would cost more without it. Infinity where it could not be left out. */
export function gainOf(vm: number, { initial }: PlacementProblem, state: PlacementState): number {
  const home = initial[vm] as number
  return state.host[vm] === home ? 0 : state.shiftDelta(vm, home)
}

/** VMs go back to where they were, if that costs nothing: an annealed placement has moves that were steps to others. */
export function takeBackIdleMoves(problem: PlacementProblem, state: PlacementState): void {
  for (let isChanged = true; isChanged; ) {
    isChanged = false
    for (let vm = 0; vm < problem.vms; vm++) {
      const gain = gainOf(vm, problem, state)
      if (state.host[vm] === problem.initial[vm] || gain === INFEASIBLE || gain > 0) continue
      state.shift(vm, problem.initial[vm] as number)
      isChanged = true
    }
  }
}
