import { placeLeaver } from './place-leaver.ts'
import type { PlacementProblem } from './placement-problem.ts'
import { INFEASIBLE, type PlacementState } from './placement-state.ts'

export type DescendOptions = Readonly<{
  /** A move or swap must lower the cost by at least this much; above 0. */
  leastGain: number
  /** So many moves at most, those apart of VMs that should leave. */
  mostMoves?: number
  /** Asked between moves. True ends the search; what it has made until then stands. */
  isOver: () => boolean
}>

/** How many hosts are looked at as the destination of a VM: the cheapest, and so many are enough in a cluster of hundreds. */
const TARGETS = 48
/** Of those, on how many the VMs are looked at for a swap. */
const SWAP_TARGETS = 12

type Best = { delta: number; vm: number; to: number; other: number }

/**
 * The best move or swap of the VMs of the dearest host, again and again, until none gains enough: few moves, each worth making
 * by itself. First the VMs that should leave their hosts are placed, the largest first, also by making room. The same problem
 * gives the same moves.
 */
export function descend(problem: PlacementProblem, state: PlacementState, options: DescendOptions): void {
  placeLeavers(problem, state, options.isOver)
  let movesLeft = options.mostMoves ?? Number.POSITIVE_INFINITY
  // A host of which nothing gains is looked at again only once another host has changed a lot: after a whole round.
  for (let isStuck = new Set<number>(); movesLeft > 0 && !options.isOver(); ) {
    const order = dearestFirst(problem, state)
    const from = order.find(host => !isStuck.has(host) && state.costOf(host) > 0)
    if (from === undefined) return
    const best = bestFrom(from, order, state, options.leastGain)
    const moves = best.other < 0 ? 1 : 2
    if (best.delta > -options.leastGain || moves > movesLeft) {
      isStuck.add(from)
      continue
    }
    if (best.other < 0) state.shift(best.vm, best.to)
    else state.swap(best.vm, best.other)
    movesLeft -= moves
    isStuck = new Set([...isStuck].filter(host => host !== best.to))
  }
}

function placeLeavers(problem: PlacementProblem, state: PlacementState, isOver: () => boolean): void {
  const { moveCost, initial, vms } = problem
  const size = sizeOf(problem)
  const leavers = [...Array(vms).keys()].filter(vm => (moveCost[vm] as number) < 0 && state.host[vm] === initial[vm])
  for (const vm of leavers.toSorted((a, b) => size(b) - size(a) || a - b)) {
    if (isOver()) return
    // One that made room for another may be gone by now.
    if (state.host[vm] === initial[vm]) placeLeaver(vm, problem, state)
  }
}

/** What a VM needs, as shares of what an average host has. */
function sizeOf({ need, capacity, hosts, resources }: PlacementProblem): (vm: number) => number {
  const mean = Array.from({ length: resources }, (_, r) => {
    const known = Array.from({ length: hosts }, (_, host) => capacity[host * resources + r] as number).filter(
      Number.isFinite,
    )
    return known.length === 0 ? Number.POSITIVE_INFINITY : known.reduce((sum, of) => sum + of, 0) / known.length
  })
  return vm => mean.reduce((sum, of, r) => sum + (need[vm * resources + r] as number) / of, 0)
}

const dearestFirst = ({ hosts }: PlacementProblem, state: PlacementState): number[] => {
  const costs = Float64Array.from({ length: hosts }, (_, host) => state.costOf(host))
  return [...costs.keys()].sort((a, b) => (costs[b] as number) - (costs[a] as number) || a - b)
}

/** Swaps are looked at only where no single move will do: there are far more of them, and each is two migrations. */
function bestFrom(from: number, order: readonly number[], state: PlacementState, leastGain: number): Best {
  const best: Best = { delta: INFEASIBLE, vm: -1, to: -1, other: -1 }
  const targets = order.slice(-TARGETS).toReversed()
  for (const vm of state.vmsOn(from)) {
    for (const to of targets) keep(best, state.shiftDelta(vm, to), vm, to, -1)
  }
  // Rules may leave the VMs none of the cheapest hosts.
  if (best.delta === INFEASIBLE) {
    for (const vm of state.vmsOn(from)) for (const to of order) keep(best, state.shiftDelta(vm, to), vm, to, -1)
  }
  if (best.delta <= -leastGain) return best
  for (const to of targets.slice(0, SWAP_TARGETS)) {
    for (const vm of state.vmsOn(from)) {
      for (const other of state.vmsOn(to)) keep(best, state.swapDelta(vm, other), vm, to, other)
    }
  }
  return best
}

/** Of equals the first stays. */
function keep(best: Best, delta: number, vm: number, to: number, other: number): void {
  if (delta < best.delta) Object.assign(best, { delta, vm, to, other })
}
