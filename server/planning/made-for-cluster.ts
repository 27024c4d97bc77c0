import type { MadePlan } from '../planner/objective/make-plan.ts'
import type { CheckedMove } from './check-plan.ts'
import type { PlanRequest } from './plan-cluster.ts'
import type { ClusterInput } from './plan-input-of.ts'

/** What the planner made of a cluster, with what the filters say of it. */
export type MadeForCluster = Readonly<{
  cluster: ClusterInput
  made: MadePlan
  checked: readonly CheckedMove[]
  request: PlanRequest
  checkedBy: readonly string[]
}>
