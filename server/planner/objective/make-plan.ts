import { orderMoves } from '../plan/order-moves.ts'
import type { PlacementPlan } from '../plan/placement-plan.ts'
import { createPlacementState, INFEASIBLE } from '../search/placement-state.ts'
import { type FoundPlacement, findPlacement } from './find-placement.ts'
import { LEAVE_POINTS, PHYSICAL } from './objective-problem.ts'
import type { Objective, PlanInput, PlanOptions } from './plan-input.ts'
import { gainOf } from './take-back-idle-moves.ts'

/** A placement, the order in which it is reached, and what it is worth. VMs and hosts by their places in the input. */
export type MadePlan = Readonly<{
  plan: PlacementPlan
  /**
   * VM → what the placement gains by its having moved, in points: what it costs more, were that VM still where it was. Absent where
   * that is not a placement at all. VMs that should leave gain what else they change.
   */
  gains: ReadonlyMap<number, number>
  /** Hosts on which VMs ran, and none does any more. */
  emptied: readonly number[]
  /** VMs that should leave and stay all the same: nothing takes them. */
  stuck: readonly number[]
  initialPoints: number
  points: number
  boundPoints: number
}>

/** Searches a placement and orders its moves. */
export function makePlan(
  input: PlanInput,
  objective: Objective,
  options: PlanOptions,
  progress: () => number,
  onBetter?: (plan: MadePlan) => void,
): MadePlan {
  const tell = onBetter && ((found: FoundPlacement) => onBetter(toPlan(input, found)))
  return toPlan(input, findPlacement(input, objective, options, { progress, ...(tell && { onBetter: tell }) }))
}

/** On arrival all of a VM's memory must be free, while its leaving gives back only what it used. */
function arriving({ vms }: PlanInput, { problem, target }: FoundPlacement): Float64Array {
  const need = Float64Array.from(problem.need)
  for (const [at, { memoryMiB }] of vms.entries()) {
    if (target[at] !== problem.initial[at]) need[at * problem.resources + PHYSICAL] = memoryMiB
  }
  return need
}

function toPlan(input: PlanInput, found: FoundPlacement): MadePlan {
  const { vms, hosts, limits } = input
  const { problem, target, initialPoints, points, boundPoints } = found
  const seconds = (vm: number) => (vms[vm] as PlanInput['vms'][number]).seconds
  const need = arriving(input, found)
  const plan = orderMoves({ problem: { ...problem, need }, target, needBefore: problem.need, seconds, limits })
  const state = createPlacementState(problem)
  state.restore(target)
  const gains = new Map<number, number>()
  const stuck: number[] = []
  let [leaving, left] = [0, 0]
  for (let vm = 0; vm < problem.vms; vm++) {
    const shouldLeave = (problem.moveCost[vm] as number) < 0
    if (shouldLeave) leaving += 1
    if (target[vm] === problem.initial[vm]) {
      if (shouldLeave) stuck.push(vm)
      continue
    }
    if (shouldLeave) left += 1
    const gain = gainOf(vm, problem, state)
    if (gain !== INFEASIBLE) gains.set(vm, shouldLeave ? gain - LEAVE_POINTS : gain)
  }
  const before = new Set(problem.initial)
  const emptied = hosts.keys().filter(host => before.has(host) && state.vmsOn(host).length === 0)
  // What a VM that should leave is worth is for the search; people see what is left.
  return {
    plan,
    gains,
    emptied: [...emptied],
    stuck,
    initialPoints,
    points: points + LEAVE_POINTS * left,
    // Those that are stuck may well have no way at all.
    boundPoints: Math.min(points + LEAVE_POINTS * left, boundPoints + LEAVE_POINTS * leaving),
  }
}
