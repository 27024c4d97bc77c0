import type { Reason } from '../../shared/policy/reason.ts'
import type { PlanInput } from '../planner/objective/plan-input.ts'
import type { PlannedMove } from '../planner/plan/placement-plan.ts'
import { hostOf, type Situation, vmOf } from '../scheduling/facts/situation.ts'
import { withMoves } from '../scheduling/facts/with-moves.ts'
import { withPending } from '../scheduling/facts/with-pending.ts'
import { judgeHosts, type OnUnknown, rejectedBy } from '../scheduling/pipeline/judge-hosts.ts'
import type { FilterUnit } from '../scheduling/unit.ts'

export type CheckedMove = Readonly<{
  move: number
  /** Absent: every filter keeps the host. */
  rejected?: Readonly<{ unit: string; reason: Reason }>
  /** Filters that lack a fact to answer. */
  unknown: readonly string[]
}>

export type CheckOptions = Readonly<{ situation: Situation; filters: readonly FilterUnit[]; onUnknown: OnUnknown }>

/**
 * Plays the moves of a plan as they would go, and asks every filter about each one's destination at the moment when it starts: the
 * VMs that have arrived are there, those on their way count on both hosts. In the order of the moves.
 */
export function checkPlan(
  moves: readonly PlannedMove[],
  { vms, hosts }: Pick<PlanInput, 'vms' | 'hosts'>,
  { situation, filters, onUnknown }: CheckOptions,
): readonly CheckedMove[] {
  const named = moves.map(({ vm, to, startsAtS, endsAtS }, move) => ({
    move,
    vmId: vms[vm]?.id ?? '',
    hostId: hosts[to]?.id ?? '',
    startsAtS,
    endsAtS,
  }))
  const starts = [...new Set(moves.map(({ startsAtS }) => startsAtS))].sort((a, b) => a - b)
  const checked: CheckedMove[] = []
  let now = situation
  let atS = Number.NEGATIVE_INFINITY
  for (const startS of starts) {
    const arrived = named.filter(({ endsAtS }) => endsAtS > atS && endsAtS <= startS)
    now = withMoves(now, new Map(arrived.map(({ vmId, hostId }) => [vmId, hostId])))
    atS = startS
    const onTheirWay = named.filter(one => one.startsAtS <= startS && one.endsAtS > startS)
    for (const one of named.filter(({ startsAtS }) => startsAtS === startS)) {
      // Of those that start together the engine is asked one after the other.
      const beside = onTheirWay.filter(({ move, startsAtS }) => startsAtS < startS || move < one.move)
      checked.push({ move: one.move, ...judge(one, pendingWith(now, beside), filters, onUnknown) })
    }
  }
  return checked.sort((a, b) => a.move - b.move)
}

type Step = Readonly<{ vmId: string; hostId: string }>

function pendingWith(situation: Situation, beside: readonly Step[]): Situation {
  return [...Map.groupBy(beside, ({ hostId }) => hostId)].reduce((before, [hostId, steps]) => {
    const vms = steps.flatMap(({ vmId }) => vmOf(before, vmId) ?? [])
    return withPending(before, vms, hostId)
  }, situation)
}

function judge(step: Step, situation: Situation, filters: readonly FilterUnit[], onUnknown: OnUnknown) {
  const [vm, host] = [vmOf(situation, step.vmId), hostOf(situation, step.hostId)]
  if (vm === undefined || host === undefined)
    throw new Error(`a plan names ${step.vmId} or ${step.hostId}, unknown here`)
  const [judgement] = judgeHosts([vm], [host], filters, { situation, onUnknown })
  const unknown = judgement?.verdicts.filter(({ verdict }) => verdict.kind === 'unknown') ?? []
  const by = judgement && rejectedBy(judgement, onUnknown)
  return {
    unknown: unknown.map(({ unitName }) => unitName),
    ...(by && { rejected: { unit: by.unitName, reason: reasonOf(by) } }),
  }
}

function reasonOf({ unitName, verdict }: NonNullable<ReturnType<typeof rejectedBy>>): Reason {
  if (verdict.kind === 'dropped') return verdict.reason
  const field = verdict.kind === 'unknown' ? verdict.field : ''
  return { code: 'missing-fact', text: `${unitName} cannot tell without ${field}.`, values: { unit: unitName, field } }
}
