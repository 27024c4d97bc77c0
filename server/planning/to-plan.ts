import type { Plan, PlannedStep } from '../../shared/plan/plan.ts'
import type { PlanInput } from '../planner/objective/plan-input.ts'
import type { PlannedMove } from '../planner/plan/placement-plan.ts'
import { blockedOf } from './blocked-of.ts'
import type { CheckedMove } from './check-plan.ts'
import { hostChanges } from './host-changes.ts'
import { hostAt, nameOf, vmAt } from './input-names.ts'
import type { MadeForCluster } from './made-for-cluster.ts'
import { placementScore } from './placement-score.ts'
import { rounded, stepReason } from './step-reason.ts'

/** A plan as people are shown it, without the steps that a filter rejects and those that come after them. */
export function toPlan({ cluster, made, checked, request, checkedBy }: MadeForCluster): Plan {
  const { input, leavers } = cluster
  const { moves } = made.plan
  const kept = keptMoves(moves, checked)
  const newIndex = new Map([...kept].map((move, index) => [move, index]))
  // What must be done whatever it costs has no gain to show.
  const isForGain = request.objective.kind === 'balance' || request.objective.kind === 'repair'
  const steps = [...kept].map((move, index): PlannedStep => {
    const { vm, from, to, isParking, after, startsAtS, endsAtS } = moves[move] as PlannedMove
    const of = vmAt(input, vm)
    const { transferMiB, downtimeMs } = request.costOf(of)
    const gain = isForGain ? made.gains.get(vm) : undefined
    return {
      index,
      vm: nameOf(of),
      from: nameOf(hostAt(input, from)),
      to: nameOf(hostAt(input, to)),
      isParking,
      after: after.flatMap(one => newIndex.get(one) ?? []),
      startsAtS,
      endsAtS,
      transferMiB,
      downtimeMs,
      ...(gain !== undefined && !isParking && { gainPoints: rounded(gain) }),
      because: stepReason(moves[move] as PlannedMove, {
        input,
        objective: request.objective,
        gain,
        broken: leavers.get(of.id)?.because,
      }),
      unknown: [...(checked[move]?.unknown ?? [])],
      load: { memoryMiB: of.residentMiB, cpuPoints: of.cpuPoints, vcpus: of.vcpus },
    }
  })
  const end = finalHosts(input, steps)
  const hosts = hostChanges(input, end, new Set(steps.flatMap(({ from, to }) => [from.id, to.id])))
  const emptied = input.hosts.filter(
    (_, at) => input.vms.some(({ host }) => host === at) && !end.some(host => host === at),
  )
  const [before, after] = [input.vms.map(({ host }) => host), end]
  const counting = { countsEmpty: request.objective.kind !== 'density' && request.objective.kind !== 'evacuate' }
  const [scoreBefore, scoreAfter] = [before, after].map(places => placementScore(input, places, counting))
  return {
    objective: request.objective,
    level: request.level,
    steps,
    makespanS: Math.max(0, ...steps.map(({ endsAtS }) => endsAtS)),
    ...(scoreBefore !== undefined && { scoreBefore }),
    ...(scoreAfter !== undefined && { scoreAfter }),
    pointsBefore: rounded(made.initialPoints),
    pointsAfter: rounded(made.points),
    pointsBound: rounded(made.boundPoints),
    transferMiB: steps.reduce((sum, { transferMiB }) => sum + transferMiB, 0),
    hosts,
    emptied: emptied.map(nameOf),
    blocked: blockedOf({ cluster, made, checked, request }),
    checkedBy: [...checkedBy],
    notes: ['What single VMs use of a CPU is not read: each counts with its share of its host’s use, by vCPUs.'],
  }
}

/** Without what a filter rejects and what comes after that. A VM that would not get to its end does not set out. */
function keptMoves(moves: readonly PlannedMove[], checked: readonly CheckedMove[]): ReadonlySet<number> {
  const lost = new Set(moves.flatMap(({ vm }, move) => (checked[move]?.rejected === undefined ? [] : [vm])))
  for (let before = -1; before !== lost.size; ) {
    before = lost.size
    for (const { vm, after } of moves) if (after.some(one => lost.has(moves[one]?.vm ?? -1))) lost.add(vm)
  }
  return new Set([...moves.keys()].filter(move => !lost.has(moves[move]?.vm ?? -1)))
}

/** VM → host at the end of these steps. */
function finalHosts({ vms, hosts }: PlanInput, steps: readonly PlannedStep[]): readonly number[] {
  const at = new Map(hosts.map(({ id }, place) => [id, place]))
  const last = new Map(steps.map(({ vm, to }) => [vm.id, at.get(to.id)]))
  return vms.map(({ id, host }) => last.get(id) ?? host)
}
