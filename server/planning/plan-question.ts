import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { PlanObjective } from '../../shared/plan/plan.ts'
import type { Reason } from '../../shared/policy/reason.ts'
import type { PlanOptions } from '../planner/objective/plan-input.ts'
import type { WatchedHosts } from '../scheduling/from-snapshot/cluster-scene.ts'
import type { OnUnknown } from '../scheduling/pipeline/judge-hosts.ts'
import type { LearnedRefusal } from '../scheduling/pipeline/learned-refusals.ts'

/** Everything a plan is made from, as plain values: it goes to another thread. */
export type PlanQuestion = Readonly<{
  snapshot: Snapshot
  clusterId: string
  objective: PlanObjective
  level: number
  options: PlanOptions
  hostsInReserve: number
  limits: Readonly<{ total: number; perHost: number }>
  onUnknown: OnUnknown
  watched: WatchedHosts
  /** VM id → why it is left alone. */
  excluded: ReadonlyMap<string, Reason>
  refusals: readonly LearnedRefusal[]
  /** How fast memory of guests gets across, as far as this cluster's own migrations tell. */
  mibPerSecond: number
  /** How long the search may take. */
  seconds: number
}>
