import type { PlacementChange, PlacementPlan, PlannedMove } from '../../../server/planner/plan/placement-plan.ts'

/** Each VM's steps lead from where it is to where it belongs, over hosts where it may run, and wait for earlier ones only. */
export function stepProblems(change: PlacementChange, plan: PlacementPlan): string[] {
  const { problem, target } = change
  const problems = plan.moves.flatMap((move, place) => placeProblems(change, move, place))
  if (problems.length > 0) return problems
  const at = Int32Array.from(problem.initial)
  const hasAll = Uint8Array.from({ length: problem.vms }, (_, vm) => Number(!growsInPlace(change, vm)))
  for (const [place, { vm, from, to, isParking }] of plan.moves.entries()) {
    const of = `Move ${place} of VM ${vm}`
    if (from !== at[vm]) problems.push(`${of} starts from host ${from}, but the VM is on host ${at[vm]}.`)
    if (from === to && hasAll[vm] === 1) problems.push(`${of} grows a VM that has what it needs.`)
    if (from === to && isParking) problems.push(`${of} parks a VM where it is.`)
    if (from !== to && isParking === (to === target[vm])) {
      problems.push(`${of} goes to host ${to}${isParking ? ', the target, as parking' : ', which is not the target'}.`)
    }
    at[vm] = to
    hasAll[vm] = 1
  }
  const blocked = new Set<number>()
  for (const { vm, to } of plan.blocked) {
    if (blocked.has(vm)) problems.push(`VM ${vm} is blocked twice.`)
    if (to !== target[vm]) problems.push(`VM ${vm} is blocked on its way to host ${to}, which is not its target.`)
    if (at[vm] === target[vm] && hasAll[vm] === 1) problems.push(`VM ${vm} is blocked, but gets to its target.`)
    blocked.add(vm)
  }
  for (let vm = 0; vm < problem.vms; vm++) {
    if (blocked.has(vm)) continue
    if (at[vm] !== target[vm]) problems.push(`VM ${vm} ends on host ${at[vm]}, its target is host ${target[vm]}.`)
    else if (hasAll[vm] === 0) problems.push(`VM ${vm} stays on host ${at[vm]} and is not given what it needs more.`)
  }
  return problems
}

function placeProblems({ problem, nowhere }: PlacementChange, move: PlannedMove, place: number): string[] {
  const { vms, hosts, kind, mayRun } = problem
  const { vm, from, to, after } = move
  const of = `Move ${place} of VM ${vm}`
  const isPlace = (value: number, end: number) => Number.isInteger(value) && value >= 0 && value < end
  const problems: string[] = []
  if (!isPlace(vm, vms)) problems.push(`${of}: there is no such VM.`)
  if (!isPlace(to, hosts) || to === nowhere) problems.push(`${of} goes to host ${to}, where no VM can be.`)
  for (const earlier of after) {
    if (!isPlace(earlier, place)) problems.push(`${of} comes after ${earlier}, which is no earlier place.`)
  }
  const mayGo = from === to || kind === undefined || mayRun?.[(kind[vm] as number) * hosts + to] !== 0
  if (!mayGo) problems.push(`${of} goes to host ${to}, where VMs of its kind may not run.`)
  return problems
}

function growsInPlace({ problem, needBefore, nowhere }: PlacementChange, vm: number): boolean {
  if (needBefore === undefined || problem.initial[vm] === nowhere) return false
  const first = vm * problem.resources
  return problem.need
    .subarray(first, first + problem.resources)
    .some((most, r) => most > (needBefore[first + r] as number))
}
