import type { PlacementProblem } from '../search/placement-problem.ts'
import { INFEASIBLE, type PlacementState } from '../search/placement-state.ts'

/** What a host that can be switched off is worth, in points: one average host is a hundred of them. */
const EMPTY_HOST_POINTS = 100

export type EmptyOptions = Readonly<{
  hostsInReserve: number
  /** Of the whole placement, those apart that must be made. */
  mostMoves: number
  isOver: () => boolean
}>

/**
 * Empties as many hosts as is worth the moves, those with the fewest VMs first: each VM goes to the fullest host that takes it,
 * never to one that is empty. A host is emptied whole or left as it is; of those that could be emptied, the last stay in reserve.
 */
export function emptyHosts(
  problem: PlacementProblem,
  state: PlacementState,
  { hostsInReserve, mostMoves, isOver }: EmptyOptions,
): void {
  const { hosts, initial, moveCost } = problem
  const emptied: { host: number; vms: readonly number[] }[] = []
  const load = createLoad(problem)
  const isChosen = (vm: number) => initial[vm] !== state.host[vm] && (moveCost[vm] as number) >= 0
  let movesLeft = mostMoves - [...initial.keys()].filter(isChosen).length
  const byVms = [...Array(hosts).keys()]
    .filter(host => state.vmsOn(host).length > 0)
    .sort((a, b) => load.of(a, state) - load.of(b, state) || a - b)
  for (const host of byVms) {
    if (isOver()) break
    const leaving = [...state.vmsOn(host)].sort((a, b) => load.size(b) - load.size(a) || a - b)
    const price = leaving.reduce((sum, vm) => sum + Math.max(0, moveCost[vm] as number), 0)
    if (price >= EMPTY_HOST_POINTS || leaving.length > movesLeft) continue
    if (!emptyOne(host, leaving, problem, state, load)) continue
    emptied.push({ host, vms: leaving })
    movesLeft -= leaving.length
  }
  for (const { host, vms } of hostsInReserve > 0 ? emptied.slice(-hostsInReserve) : []) {
    for (const vm of vms) state.shift(vm, host)
  }
}

function emptyOne(
  host: number,
  leaving: readonly number[],
  problem: PlacementProblem,
  state: PlacementState,
  load: Load,
) {
  for (const [done, vm] of leaving.entries()) {
    const to = fullestThatTakes(vm, problem, state, load)
    if (to >= 0) {
      state.shift(vm, to)
      continue
    }
    for (const back of leaving.slice(0, done)) state.shift(back, host)
    return false
  }
  return true
}

function fullestThatTakes(vm: number, { hosts, initial }: PlacementProblem, state: PlacementState, load: Load): number {
  let [best, fullest] = [-1, -1]
  for (let to = 0; to < hosts; to++) {
    if (state.vmsOn(to).length === 0) continue
    const full = load.of(to, state)
    // A host that was emptied for another would be filled again by what it has taken: each VM moves once.
    if (full <= fullest || state.host[vm] === to || initial[vm] !== state.host[vm]) continue
    if (state.shiftDelta(vm, to) === INFEASIBLE) continue
    ;[best, fullest] = [to, full]
  }
  return best
}

type Load = Readonly<{ size: (vm: number) => number; of: (host: number, state: PlacementState) => number }>

/** How much a VM is, and how full a host is, by the scarcest of what has a limit. */
function createLoad({ need, capacity, hosts, resources }: PlacementProblem): Load {
  const limited = [...Array(resources).keys()].filter(r => Number.isFinite(capacity[r] as number))
  const mean = limited.map(r => {
    let sum = 0
    for (let host = 0; host < hosts; host++) sum += Math.max(0, capacity[host * resources + r] as number)
    return Math.max(sum / hosts, 1)
  })
  const size = (vm: number) =>
    Math.max(...limited.map((r, k) => (need[vm * resources + r] as number) / (mean[k] as number)))
  const of = (host: number, state: PlacementState) => {
    let most = 0
    for (const r of limited) {
      let used = 0
      for (const vm of state.vmsOn(host)) used += need[vm * resources + r] as number
      most = Math.max(most, used / Math.max(capacity[host * resources + r] as number, 1))
    }
    return most
  }
  return { size, of }
}
