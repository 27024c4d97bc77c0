import { cheapestHost } from './cheapest-host.ts'
import type { PlacementProblem } from './placement-problem.ts'
import { INFEASIBLE, type PlacementState } from './placement-state.ts'

/** On how many hosts it is tried to make room, where least is missing. */
const HOSTS_TRIED = 24

/**
 * Brings a VM that should leave its host to where it costs least, and where it fits nowhere, has one VM make room for it. False: it
 * could not be placed; nothing was changed.
 */
export function placeLeaver(vm: number, problem: PlacementProblem, state: PlacementState): boolean {
  const to = cheapestHost(vm, -1, problem, state)
  if (to >= 0) {
    state.shift(vm, to)
    return true
  }
  const from = state.host[vm] as number
  const nearest = [...Array(problem.hosts).keys()]
    .filter(host => host !== from && isWithinReach(vm, host, state))
    .map(host => ({ host, lacks: state.lacking(vm, host, -1) }))
    .sort((a, b) => a.lacks - b.lacks || a.host - b.host)
    .slice(0, HOSTS_TRIED)
  return nearest.some(({ host }) => comeIn(vm, host, problem, state))
}

/** The rules leave it the host, or would if one VM went. */
const isWithinReach = (vm: number, host: number, state: PlacementState): boolean =>
  state.isLeft(vm, host, -1) || state.vmsOn(host).some(other => state.isLeft(vm, host, other))

function comeIn(vm: number, to: number, problem: PlacementProblem, state: PlacementState): boolean {
  for (const other of [...state.vmsOn(to)]) {
    if (state.lacking(vm, to, other) > 0) continue
    const elsewhere = cheapestHost(other, state.host[vm] as number, problem, state)
    if (elsewhere < 0) continue
    state.shift(other, elsewhere)
    if (state.shiftDelta(vm, to) !== INFEASIBLE) {
      state.shift(vm, to)
      return true
    }
    state.shift(other, to)
  }
  return false
}
