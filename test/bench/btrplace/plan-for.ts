import { orderMoves } from '../../../server/planner/plan/order-moves.ts'
import type { PlacementPlan } from '../../../server/planner/plan/placement-plan.ts'
import { descend } from '../../../server/planner/search/descend.ts'
import { createPlacementState } from '../../../server/planner/search/placement-state.ts'
import type { Question } from './to-change.ts'

/** A host that is too full outweighs every move. */
const OVERLOAD_PRICE = 1e4

/** The planner's own way to mend a cluster with few moves: what must leave is placed, hosts that are too full are relieved. */
export function planFor(
  { change }: Pick<Question, 'change'>,
  seconds: number,
): Readonly<{ target: Int32Array; plan: PlacementPlan }> {
  const problem = { ...change.problem, loadWeight: change.problem.loadWeight.map(() => OVERLOAD_PRICE) }
  const state = createPlacementState(problem)
  const endMs = performance.now() + seconds * 1000
  descend(problem, state, { leastGain: 0.5, isOver: () => performance.now() >= endMs })
  return { target: state.host, plan: orderMoves({ ...change, target: state.host }) }
}
