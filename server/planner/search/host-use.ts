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
  const held = new Float64Array(hosts * resources)
  const scratch = new Float64Array(resources)

  function add(table: Float64Array, at: number, vm: number, sign: 1 | -1): void {
    for (let r = 0; r < resources; r++) {
      const place = at * resources + r
      table[place] = (table[place] as number) + sign * (need[vm * resources + r] as number)
    }
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
    let sum = overload(at, using, from)
    for (const { against, of, target, weight } of balances) {
      const freeAgainst = (capacity[at * resources + against] as number) - (using[from + against] as number)
      const freeOf = (capacity[at * resources + of] as number) - (using[from + of] as number)
      const short = target * freeAgainst - freeOf
      if (short > 0) sum += short * weight
    }
    return sum
  }

  /** What is taken of a resource of a host once a VM has come and another (or none, -1) has gone. */
  function takenWith(vm: number, to: number, leaving: number, r: number): number {
    const isHeld = isTransient[r] === 1
    let taken = (used[to * resources + r] as number) + (held[to * resources + r] as number)
    // What comes back was counted all the time; what leaves its first host goes on counting.
    if (!(isHeld && initial[vm] === to)) taken += need[vm * resources + r] as number
    if (leaving >= 0 && !(isHeld && initial[leaving] === to)) taken -= need[leaving * resources + r] as number
    return taken
  }

  return {
    clear() {
      used.fill(0)
      held.fill(0)
    },
    put: (vm, to) => add(used, to, vm, 1),
    take: (vm, from) => add(used, from, vm, -1),
    hold(vm, at, sign) {
      for (let r = 0; r < resources; r++) {
        const place = at * resources + r
        if (isTransient[r] === 1) held[place] = (held[place] as number) + sign * (need[vm * resources + r] as number)
      }
    },
    lacking(vm, to, leaving) {
      let sum = 0
      for (let r = 0; r < resources; r++) {
        const most = capacity[to * resources + r] as number
        const beyond = takenWith(vm, to, leaving, r) - most
        if (beyond > 0) sum += beyond / Math.max(most, 1)
      }
      return sum
    },
    fits(vm, to, leaving) {
      for (let r = 0; r < resources; r++) {
        if (takenWith(vm, to, leaving, r) > (capacity[to * resources + r] as number)) return false
      }
      return true
    },
    costOf: at => cost(at, used, at * resources),
    loadCostOf: at => overload(at, used, at * resources),
    costWith(at, added, taken) {
      for (let r = 0; r < resources; r++) {
        let sum = used[at * resources + r] as number
        if (added >= 0) sum += need[added * resources + r] as number
        if (taken >= 0) sum -= need[taken * resources + r] as number
        scratch[r] = sum
      }
      return cost(at, scratch, 0)
    },
  }
}
