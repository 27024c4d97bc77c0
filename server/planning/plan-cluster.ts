import type { Plan, PlanObjective } from '../../shared/plan/plan.ts'
import type { Reason } from '../../shared/policy/reason.ts'
import { makePlan } from '../planner/objective/make-plan.ts'
import type { Objective, PlanOptions } from '../planner/objective/plan-input.ts'
import type { ClusterScene } from '../scheduling/from-snapshot/cluster-scene.ts'
import type { OnUnknown } from '../scheduling/pipeline/judge-hosts.ts'
import type { FilterUnit } from '../scheduling/unit.ts'
import { type CheckedMove, checkPlan } from './check-plan.ts'
import { type ClusterInput, type InputOptions, planInputOf } from './plan-input-of.ts'
import { toPlan } from './to-plan.ts'

export type PlanRequest = Readonly<{
  objective: PlanObjective
  /** 1: only what is broken … 5: also slight gains. */
  level: number
  /** Of the search; the level's margin is added. */
  options: PlanOptions
  hostsInReserve: number
  /** Moves at once: of all hosts, and into or out of one. */
  limits: Readonly<{ total: number; perHost: number }>
  costOf: InputOptions['costOf']
  onUnknown: OnUnknown
  excluded: ReadonlyMap<string, Reason>
  /** Beside the policy's: what is known to be refused. */
  filters?: readonly FilterUnit[]
}>

/** What a move must gain at each level, in points. At level 1 only broken rules and overloads count, whatever is asked for. */
const marginAtLevel: Readonly<Record<number, number>> = { 1: 4, 2: 4, 3: 2, 4: 1, 5: 0.5 }

/** A filter that rejects a step, or a way that does not exist, bans the VM from that host, and it is planned anew; so often. */
const ROUNDS = 4
/** Of the time that is left, what a round may take: the next one needs as much. */
const ROUND_SHARE = 0.5

/**
 * The best plan found for a cluster in the time there is, each step held against every filter of the engine's policy. A plan whose
 * steps still meet a filter after some rounds loses these steps and all that come after them.
 */
export function planCluster(
  scene: ClusterScene,
  request: PlanRequest,
  progress: () => number,
  onBetter?: (plan: Plan) => void,
): Plan {
  const { situation, policy } = scene
  const byName = request.filters ?? []
  const filters = [...policy.filters, ...byName]
  const { onUnknown } = request
  const banned = new Map<string, Set<string>>()
  const objective = toObjective(request)
  const options = { ...request.options, marginPoints: marginAtLevel[request.level] ?? 1 }
  const cause = request.objective.kind === 'evacuate' || request.objective.kind === 'restore' ? 'user' : 'automatic'
  const whole = { ...request, situation, filters: policy.filters, byName, cause } as const
  const show = (cluster: ClusterInput, made: ReturnType<typeof makePlan>, checked: readonly CheckedMove[]) =>
    toPlan({ cluster, made, checked, request, checkedBy: filters.map(({ name }) => name) })
  for (let round = 1; ; round++) {
    const begun = progress()
    const share = round === ROUNDS ? 1 : ROUND_SHARE
    const roundProgress = () => {
      const now = progress()
      return now >= 1 ? 1 : (now - begun) / ((1 - begun) * share)
    }
    const cluster = planInputOf({ ...whole, banned })
    const check = (made: ReturnType<typeof makePlan>) =>
      checkPlan(made.plan.moves, cluster.input, { situation, filters, onUnknown })
    const made = makePlan(cluster.input, objective, options, roundProgress, better => {
      if (onBetter === undefined) return
      const checked = check(better)
      if (checked.every(({ rejected }) => rejected === undefined)) onBetter(show(cluster, better, checked))
    })
    const checked = check(made)
    const refused = [
      ...checked.flatMap(({ move, rejected }) => (rejected === undefined ? [] : (made.plan.moves[move] ?? []))),
      ...made.plan.blocked,
    ]
    if (refused.length === 0 || round === ROUNDS || progress() >= 1) return show(cluster, made, checked)
    for (const { vm, to } of refused) {
      const [vmId, hostId] = [cluster.input.vms[vm]?.id ?? '', cluster.input.hosts[to]?.id ?? '']
      banned.set(vmId, (banned.get(vmId) ?? new Set()).add(hostId))
    }
  }
}

function toObjective({ objective, hostsInReserve, level }: PlanRequest): Objective {
  switch (objective.kind) {
    case 'density':
      return level === 1 ? { kind: 'repair' } : { kind: 'density', hostsInReserve }
    case 'balance':
      return { kind: level === 1 ? 'repair' : 'balance' }
    case 'evacuate':
      return objective
    case 'repair':
      return { kind: 'repair' }
    case 'restore':
      return { kind: 'restore', places: new Map(objective.places.map(({ vmId, hostId }) => [vmId, hostId])) }
  }
}
