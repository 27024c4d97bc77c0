import type { Named } from '../../shared/plan/named.ts'
import type { Plan, PlannedHost, PlannedStep } from '../../shared/plan/plan.ts'
import { type Reason, reason, type Skipped, skip } from '../../shared/policy/reason.ts'
import type { MadePlan } from '../planner/objective/make-plan.ts'
import type { PlanHost, PlanInput, PlanVm } from '../planner/objective/plan-input.ts'
import type { PlannedMove } from '../planner/plan/placement-plan.ts'
import type { CheckedMove } from './check-plan.ts'
import { placementScore } from './placement-score.ts'
import type { PlanRequest } from './plan-cluster.ts'
import type { ClusterInput } from './plan-input-of.ts'

export type MadeForCluster = Readonly<{
  cluster: ClusterInput
  made: MadePlan
  checked: readonly CheckedMove[]
  request: PlanRequest
  checkedBy: readonly string[]
}>

/** A plan as people are shown it, without the steps that a filter rejects and those that come after them. */
export function toPlan({ cluster, made, checked, request, checkedBy }: MadeForCluster): Plan {
  const { input, fixed, leavers } = cluster
  const { moves } = made.plan
  const kept = keptMoves(moves, checked)
  const newIndex = new Map([...kept].map((move, index) => [move, index]))
  // What must be done whatever it costs has no gain to show.
  const isForGain = request.objective.kind === 'balance' || request.objective.kind === 'repair'
  const steps = [...kept].map((move, index): PlannedStep => {
    const { vm, from, to, isParking, after, startsAtS, endsAtS } = moves[move] as PlannedMove
    const of = vmAt(input, vm)
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
      transferMiB: of.memoryMiB,
      ...(gain !== undefined && !isParking && { gainPoints: rounded(gain) }),
      because: becauseOf(moves[move] as PlannedMove, gain, input, request, leavers.get(of.id)?.because),
      unknown: [...(checked[move]?.unknown ?? [])],
    }
  })
  const end = finalHosts(input, steps)
  const hosts = hostChanges(input, end)
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
    blocked: blockedOf({ cluster, made, checked, request, checkedBy }, fixed),
    checkedBy: [...checkedBy],
    notes: ['What single VMs use of a CPU is not read: each counts with its share of its host’s use, by vCPUs.'],
  }
}

const vmAt = ({ vms }: PlanInput, at: number): PlanVm => vms[at] as PlanVm
const hostAt = ({ hosts }: PlanInput, at: number): PlanHost => hosts[at] as PlanHost
const nameOf = ({ id, name }: Named): Named => ({ id, name })
const rounded = (points: number): number => Math.round(points * 10) / 10

/** Without what a filter rejects and what comes after that. A VM that would not get to its end does not set out. */
function keptMoves(moves: readonly PlannedMove[], checked: readonly CheckedMove[]): ReadonlySet<number> {
  const lost = new Set(moves.flatMap(({ vm }, move) => (checked[move]?.rejected === undefined ? [] : [vm])))
  for (let before = -1; before !== lost.size; ) {
    before = lost.size
    for (const { vm, after } of moves) if (after.some(one => lost.has(moves[one]?.vm ?? -1))) lost.add(vm)
  }
  return new Set([...moves.keys()].filter(move => !lost.has(moves[move]?.vm ?? -1)))
}

function becauseOf(
  { vm, from, to, isParking }: PlannedMove,
  gain: number | undefined,
  input: PlanInput,
  { objective }: PlanRequest,
  broken: Reason | undefined,
): Reason {
  const names = { vm: vmAt(input, vm).name, from: hostAt(input, from).name, to: hostAt(input, to).name }
  if (isParking) {
    return reason(
      'plan-parking',
      `${names.vm} goes to ${names.to} for a while, so that another can come to ${names.from}.`,
      names,
    )
  }
  if (broken !== undefined) return broken
  switch (objective.kind) {
    case 'evacuate':
      return objective.hostIds.includes(hostAt(input, from).id)
        ? reason('plan-evacuate', `${names.from} is to be emptied.`, names)
        : reason('plan-make-room', `${names.vm} makes room on ${names.from} for a VM that must come there.`, names)
    case 'density':
      return reason('plan-density', `${names.from} can be emptied, and ${names.to} has room.`, names)
    case 'restore':
      return reason('plan-restore', `${names.vm} goes back to where it was.`, names)
    default: {
      if (gain === undefined) return reason('plan-needed', `Other moves of the plan need it.`, names)
      const values = { ...names, gain: rounded(gain) }
      return reason('plan-gain', `Without this move the cluster stands ${values.gain} points worse.`, values)
    }
  }
}

/** VM → host at the end of these steps. */
function finalHosts({ vms, hosts }: PlanInput, steps: readonly PlannedStep[]): readonly number[] {
  const at = new Map(hosts.map(({ id }, place) => [id, place]))
  const last = new Map(steps.map(({ vm, to }) => [vm.id, at.get(to.id)]))
  return vms.map(({ id, host }) => last.get(id) ?? host)
}

function hostChanges(input: PlanInput, end: readonly number[]): PlannedHost[] {
  const memoryMiB = new Float64Array(input.hosts.length)
  const cpuPoints = new Float64Array(input.hosts.length)
  const vms = new Int32Array(input.hosts.length)
  const before = new Int32Array(input.hosts.length)
  const changed = new Set<number>()
  for (const [v, vm] of input.vms.entries()) {
    const to = end[v] as number
    before[vm.host] = (before[vm.host] as number) + 1
    vms[to] = (vms[to] as number) + 1
    if (to === vm.host) continue
    for (const [host, sign] of [
      [vm.host, -1],
      [to, 1],
    ] as const) {
      memoryMiB[host] = (memoryMiB[host] as number) + sign * vm.residentMiB
      cpuPoints[host] = (cpuPoints[host] as number) + sign * vm.cpuPoints
      changed.add(host)
    }
  }
  return [...changed]
    .sort((a, b) => a - b)
    .map(at => {
      const host = hostAt(input, at)
      const memory = (used: number) => percent((100 * used) / Math.max(host.memoryMiB, 1))
      return {
        host: nameOf(host),
        memoryBeforePercent: memory(host.memoryUsedMiB),
        memoryAfterPercent: memory(host.memoryUsedMiB + (memoryMiB[at] as number)),
        cpuBeforePercent: percent(host.cpuPercent),
        cpuAfterPercent: percent(host.cpuPercent + (cpuPoints[at] as number) / host.threads),
        vmsBefore: before[at] as number,
        vmsAfter: vms[at] as number,
      }
    })
}

const percent = (value: number): number => Math.round(Math.min(100, Math.max(0, value)) * 10) / 10

/** Who should move and does not: it must leave and nothing takes it, a filter rejects it, or it has no way there. */
function blockedOf({ cluster, made, checked, request }: MadeForCluster, fixed: readonly Skipped[]): Skipped[] {
  const { input } = cluster
  const { objective } = request
  const isEmptied = (host: number) =>
    objective.kind === 'evacuate' && objective.hostIds.includes(hostAt(input, host).id)
  const wanted = new Set(made.plan.blocked.map(({ vm }) => vmAt(input, vm).id))
  const staying = fixed.filter(({ id }) => {
    const vm = input.vms.find(one => one.id === id)
    return vm !== undefined && (isEmptied(vm.host) || cluster.leavers.has(id) || wanted.has(id))
  })
  const held = new Set(staying.map(({ id }) => id))
  const stuck = made.stuck
    .map(vm => vmAt(input, vm))
    .filter(({ id }) => !held.has(id))
    .map(vm =>
      skip(vm, reason('no-host', `No host that the rules leave to ${vm.name} has room for it.`, { vm: vm.name })),
    )
  const onTheWay = made.plan.blocked.filter(({ vm }) => !held.has(vmAt(input, vm).id))
  const noWay = onTheWay.map(({ vm, to, apartFrom }) => {
    const names = { vm: vmAt(input, vm).name, to: hostAt(input, to).name }
    const foes = apartFrom.map(foe => vmAt(input, foe).name).join(', ')
    const text =
      foes === ''
        ? `${names.vm} cannot get to ${names.to}: there is no room on the way.`
        : `${names.vm} cannot get to ${names.to}: it must be apart from ${foes}.`
    return skip(vmAt(input, vm), reason('no-way', text, { ...names, foes }))
  })
  const rejected = checked.flatMap(({ move, rejected: why }) => {
    const { vm, to } = made.plan.moves[move] as PlannedMove
    if (why === undefined) return []
    const text = `${why.unit} rejects ${hostAt(input, to).name}: ${why.reason.text}`
    return [skip(vmAt(input, vm), reason('filter-rejects', text, { unit: why.unit, to: hostAt(input, to).name }))]
  })
  return [...staying, ...stuck, ...noWay, ...rejected]
}
