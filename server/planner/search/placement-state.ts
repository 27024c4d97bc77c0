import { foesOf } from './foes-of.ts'
import { createGroupPlaces } from './group-places.ts'
import { createHostUse } from './host-use.ts'
import { createMovedCounts } from './moved-counts.ts'
import type { PlacementCost, PlacementProblem } from './placement-problem.ts'
import { createResidents } from './residents.ts'

/**
 * One placement under change. `shiftDelta` and `swapDelta` say what a move would change of the cost without making it, or
 * INFEASIBLE where it breaks a rule; both are exact. A placement is never left that breaks a rule.
 */
export type PlacementState = Readonly<{
  /** VM → host, as it is now. */
  host: Int32Array
  vmsOn(host: number): readonly number[]
  /** What a host costs by what it is used. */
  costOf(host: number): number
  /** What a host has too little of for a VM once another (or none, -1) has gone, as shares of what it has; 0 where it fits. */
  lacking(vm: number, to: number, leaving: number): number
  /** Whether rules leave a host to a VM once another (or none, -1) has gone; not whether it fits there. */
  isLeft(vm: number, to: number, leaving: number): boolean
  /** What its host would cost less without a VM. */
  burdenOf(vm: number): number
  cost(): PlacementCost
  shiftDelta(vm: number, to: number): number
  swapDelta(vm: number, other: number): number
  /** Makes a move that is known to be feasible. */
  shift(vm: number, to: number): void
  swap(vm: number, other: number): void
  /**
   * What it costs more, from now on, that VMs away from their first hosts still take transient resources there: the price
   * times `away()`. Deltas count it, `cost` does not. A search that pays nothing for it fills the hosts with what has left.
   */
  setAwayPrice(price: number): void
  /** How much of the transient resources is taken twice, each VM with its share of an average VM's need. */
  away(): number
  /** Goes to another placement of the same problem, which must break no rule. */
  restore(host: Int32Array): void
}>

export const INFEASIBLE = Number.POSITIVE_INFINITY

/** Starts where the VMs are. */
export function createPlacementState(problem: PlacementProblem): PlacementState {
  const { vms, hosts, initial, group, area, dependsOn } = problem
  const { moveCost, moveWeight, groupMoveWeight, routeCost, routeWeight, kind, mayRun } = problem
  const host = Int32Array.from(initial)
  const use = createHostUse(problem)
  const places = createGroupPlaces(problem, host)
  const residents = createResidents(vms, hosts)
  const moved = createMovedCounts(problem.groups, vms)
  const awayShare = transientShare(problem)
  const foes = foesOf(vms, problem.apart)
  let awayPrice = 0
  let away = 0

  function restore(placement: Int32Array): void {
    host.set(placement)
    for (const part of [use, places, residents, moved]) part.clear()
    away = 0
    for (let vm = 0; vm < vms; vm++) {
      const [at, first] = [host[vm] as number, initial[vm] as number]
      use.put(vm, at)
      places.put(vm, at)
      residents.put(vm, at)
      if (at !== first) leave(vm, first, 1)
    }
  }

  function leave(vm: number, first: number, by: 1 | -1): void {
    use.hold(vm, first, by)
    away += by * (awayShare[vm] as number)
    moved.count(group[vm] as number, by)
  }

  const routeCostAt = (first: number, at: number): number =>
    routeWeight === 0 ? 0 : routeWeight * (routeCost[first * hosts + at] as number)

  /** What moving it has cost, were it on a host. */
  const moveCostAt = (vm: number, at: number): number => {
    const first = initial[vm] as number
    const ofRoute = routeCostAt(first, at)
    return at === first ? ofRoute : (moveCost[vm] as number) * moveWeight + ofRoute
  }
  const moveDelta = (vm: number, from: number, to: number): number =>
    moveCostAt(vm, to) - moveCostAt(vm, from) + awayPrice * (awayShare[vm] as number) * movedBy(vm, from, to)

  function movedBy(vm: number, from: number, to: number): -1 | 0 | 1 {
    const first = initial[vm]
    if (from === first) return 1
    return to === first ? -1 : 0
  }

  /** Exact: counted, read off, and put back. */
  function mostMovedBySwap(vm: number, other: number, from: number, to: number): number {
    const by = movedBy(vm, from, to)
    const of = group[vm] as number
    const before = moved.most()
    if (by !== 0) moved.count(of, by)
    const after = moved.mostWith(group[other] as number, movedBy(other, to, from))
    if (by !== 0) moved.count(of, by === 1 ? -1 : 1)
    return after - before
  }

  /** Whether a VM may go to a host once another (or none, -1) has left it, as far as it is not about room. */
  function mayGo(vm: number, to: number, leaving: number): boolean {
    if (kind !== undefined && to !== initial[vm] && mayRun?.[(kind[vm] as number) * hosts + to] === 0) return false
    if (!places.isApart(vm, to, leaving)) return false
    const others = foes?.[vm]
    if (others === undefined) return true
    for (const other of others) if (host[other] === to && other !== leaving) return false
    return true
  }

  function maySwap(vm: number, other: number, from: number, to: number): boolean {
    const [of, ofOther] = [group[vm] as number, group[other] as number]
    // Two of one group change nothing but what moving costs: single moves find that too.
    if (from === to || of === ofOther) return false
    if (!use.fits(vm, to, other) || !use.fits(other, from, vm)) return false
    if (!mayGo(vm, to, other) || !mayGo(other, from, vm)) return false
    if (!places.keepsZonesAndAreas(vm, from, to) || !places.keepsZonesAndAreas(other, to, from)) return false
    // Each was asked as if it moved alone, which says too little where one depends on the other.
    return area[from] === area[to] || !(dependsOn[of]?.includes(ofOther) || dependsOn[ofOther]?.includes(of))
  }

  function shift(vm: number, to: number): void {
    const from = host[vm] as number
    for (const part of [use, places, residents]) {
      part.take(vm, from)
      part.put(vm, to)
    }
    host[vm] = to
    const by = movedBy(vm, from, to)
    if (by !== 0) leave(vm, initial[vm] as number, by)
  }

  restore(initial)
  return {
    host,
    vmsOn: residents.on,
    costOf: use.costOf,
    lacking: use.lacking,
    isLeft: mayGo,
    burdenOf(vm) {
      const at = host[vm] as number
      return use.costOf(at) - use.costWith(at, -1, vm)
    },
    restore,
    shift,
    setAwayPrice(price) {
      awayPrice = price
    },
    away: () => away,
    shiftDelta(vm, to) {
      const from = host[vm] as number
      if (from === to || !use.fits(vm, to, -1) || !mayGo(vm, to, -1)) return INFEASIBLE
      if (!places.keepsZonesAndAreas(vm, from, to)) return INFEASIBLE
      const ofHosts = use.costWith(from, -1, vm) - use.costOf(from) + use.costWith(to, vm, -1) - use.costOf(to)
      const ofGroups = moved.mostWith(group[vm] as number, movedBy(vm, from, to)) - moved.most()
      return ofHosts + moveDelta(vm, from, to) + groupMoveWeight * ofGroups
    },
    swapDelta(vm, other) {
      const [from, to] = [host[vm] as number, host[other] as number]
      if (!maySwap(vm, other, from, to)) return INFEASIBLE
      const ofHosts = use.costWith(from, other, vm) - use.costOf(from) + use.costWith(to, vm, other) - use.costOf(to)
      const ofMoves = moveDelta(vm, from, to) + moveDelta(other, to, from)
      return ofHosts + ofMoves + groupMoveWeight * mostMovedBySwap(vm, other, from, to)
    },
    swap(vm, other) {
      const [from, to] = [host[vm] as number, host[other] as number]
      shift(vm, to)
      shift(other, from)
    },
    cost() {
      let [load, balance, move, route] = [0, 0, 0, 0]
      for (let at = 0; at < hosts; at++) {
        const ofLoad = use.loadCostOf(at)
        load += ofLoad
        balance += use.costOf(at) - ofLoad
      }
      for (let vm = 0; vm < vms; vm++) {
        const [at, first] = [host[vm] as number, initial[vm] as number]
        const ofRoute = routeCostAt(first, at)
        route += ofRoute
        move += moveCostAt(vm, at) - ofRoute
      }
      const groupMove = groupMoveWeight * moved.most()
      return { load, balance, move, groupMove, route, total: load + balance + move + groupMove + route }
    },
  }
}

/** VM → what it needs of transient resources, as a share of what an average VM does, over all such resources. */
function transientShare({ vms, resources, need, isTransient }: PlacementProblem): Float64Array {
  const share = new Float64Array(vms)
  for (let r = 0; r < resources; r++) {
    if (isTransient[r] === 0) continue
    let sum = 0
    for (let vm = 0; vm < vms; vm++) sum += need[vm * resources + r] as number
    const average = Math.max(sum / vms, 1)
    for (let vm = 0; vm < vms; vm++) share[vm] = (share[vm] as number) + (need[vm * resources + r] as number) / average
  }
  const transients = isTransient.reduce((count, one) => count + one, 0)
  return share.map(sum => sum / Math.max(transients, 1))
}
