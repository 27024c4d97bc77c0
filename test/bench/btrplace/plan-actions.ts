import type { PlacementPlan } from '../../../server/planner/plan/placement-plan.ts'
import type { Question } from './to-change.ts'

/** One step of a plan in an instance's own numbers. A VM counts on both nodes from its start to its end. */
export type Action = Readonly<{
  kind: 'migrate' | 'boot' | 'allocate'
  vm: number
  /** undefined: it did not run. */
  from: number | undefined
  to: number
  startsAtS: number
  endsAtS: number
  /** Resource by name → what the VM has from then on, at its new node from the start. */
  allocates: ReadonlyMap<string, number>
}>

/** Back from places in the planner's arrays. */
export function planActions({ change, vmIds, nodeIds, resourceNames }: Question, plan: PlacementPlan): Action[] {
  const { need, resources } = change.problem
  return plan.moves.map(({ vm, from, to, startsAtS, endsAtS }) => ({
    kind: from === change.nowhere ? 'boot' : from === to ? 'allocate' : 'migrate',
    vm: vmIds[vm] as number,
    from: nodeIds[from],
    to: nodeIds[to] as number,
    startsAtS,
    endsAtS,
    allocates: new Map(resourceNames.map((name, r) => [name, need[vm * resources + r] as number])),
  }))
}
