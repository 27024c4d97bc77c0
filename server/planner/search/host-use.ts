import type { PlacementProblem } from './placement-problem.ts'

/** What VMs use of every host, and what that costs. `with…` questions change nothing. */
export type HostUse = Readonly<{
  clear(): void
  put(vm: number, to: number): void
  take(vm: number, from: number): void
  /** Counts a VM (+1), or no more (-1), on the host it has left, for transient resources. */
  hold(vm: number, at: number, sign: 1 | -1): void
  /** Whether a VM fits once another (or none, -1) has gone. */
  fits(vm: number, to: number, leaving: number): boolean
  /** What a host has too little of for a VM once another (or none, -1) has gone, as shares of what it has; 0 where it fits. */
  lacking(vm: number, to: number, leaving: number): number
  costOf(at: number): number
  /** The part of it that is for use beyond what is safe. */
  loadCostOf(at: number): number
  /** With one VM added (or none, -1) and one taken away (or none, -1). */
  costWith(at: number, added: number, taken: number): number
}>

export function createHostUse(problem: PlacementProblem): HostUse {
  const { hosts, resources, need, capacity, safety, loadWeight, isTransient, initial, balances } = problem
  const used = new Float64Array(hosts * resources)
  /** What is left of the capacity, without what VMs still hold on their first hosts. */
  const room = new Float64Array(hosts * resources)
  const costs = new Float64Array(hosts)
  const scratch = new Float64Array(resources)

  function add(at: number, vm: number, sign: 1 | -1): void {
    for (let r = 0; r < resources; r++) {
      const place = at * resources + r
      const amount = sign * (need[vm * resources + r] as number)
      used[place] = (used[place] as number) + amount
      room[place] = (room[place] as number) - amount
    }
    costs[at] = cost(at, used, at * resources)
  }

  function overload(at: number, using: Float64Array, from: number): number {
    let cost = 0
    for (let r = 0; r < resources; r++) {
      const over = (using[from + r] as number) - (safety[at * resources + r] as number)
      if (over > 0) cost += over * (loadWeight[r] as number)
    }
    return cost
  }

  function cost(at: number, using: Float64Array, from: number): number {
    return overload(at, using, from) + imbalance(at, using, from)
  }

  function imbalance(at: number, using: Float64Array, from: number): number {
    let sum = 0
    for (const { against, of, target, weight } of balances) {
      const freeAgainst = (capacity[at * resources + against] as number) - (using[from + against] as number)
      const freeOf = (capacity[at * resources + of] as number) - (using[from + of] as number)
      const short = target * freeAgainst - freeOf
      if (short > 0) sum += short * weight
    }
    return sum
  }

  /** What a host has too little of a resource for a VM once another (or none, -1) has gone. Up to 0: it fits. */
  function beyond(vm: number, to: number, leaving: number, r: number): number {
    const isHeld = isTransient[r] === 1
    let sum = -(room[to * resources + r] as number)
    // What comes back was counted all the time; what leaves its first host goes on counting.
    if (!(isHeld && initial[vm] === to)) sum += need[vm * resources + r] as number
    if (leaving >= 0 && !(isHeld && initial[leaving] === to)) sum -= need[leaving * resources + r] as number
    return sum
  }

  return {
    clear() {
      used.fill(0)
      room.set(capacity)
      for (let at = 0; at < hosts; at++) costs[at] = cost(at, used, at * resources)
    },
    put: (vm, to) => add(to, vm, 1),
    take: (vm, from) => add(from, vm, -1),
    hold(vm, at, sign) {
      for (let r = 0; r < resources; r++) {
        const place = at * resources + r
        if (isTransient[r] === 1) room[place] = (room[place] as number) - sign * (need[vm * resources + r] as number)
      }
    },
    lacking(vm, to, leaving) {
      let sum = 0
      for (let r = 0; r < resources; r++) {
        const lacks = beyond(vm, to, leaving, r)
        if (lacks > 0) sum += lacks / Math.max(capacity[to * resources + r] as number, 1)
      }
      return sum
    },
    fits(vm, to, leaving) {
      const at = to * resources
      const of = vm * resources
      const ofLeaving = leaving * resources
      const isAsSeen = initial[vm] !== to && (leaving < 0 || initial[leaving] !== to)
      // A loop for each case: this is asked far more often than all else.
      if (!isAsSeen) {
        for (let r = 0; r < resources; r++) if (beyond(vm, to, leaving, r) > 0) return false
      } else if (leaving < 0) {
        for (let r = 0; r < resources; r++) if ((need[of + r] as number) > (room[at + r] as number)) return false
      } else {
        for (let r = 0; r < resources; r++) {
          if ((need[of + r] as number) - (need[ofLeaving + r] as number) > (room[at + r] as number)) return false
        }
      }
      return true
    },
    costOf: at => costs[at] as number,
    loadCostOf: at => overload(at, used, at * resources),
    costWith(at, added, taken) {
      let sum = 0
      for (let r = 0; r < resources; r++) {
        let using = used[at * resources + r] as number
        if (added >= 0) using += need[added * resources + r] as number
        if (taken >= 0) using -= need[taken * resources + r] as number
        scratch[r] = using
        const over = using - (safety[at * resources + r] as number)
        if (over > 0) sum += over * (loadWeight[r] as number)
      }
      return balances.length === 0 ? sum : sum + imbalance(at, scratch, 0)
    },
  }
}
