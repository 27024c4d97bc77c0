import type { PlacementProblem } from './placement-problem.ts'
import type { Random } from './random.ts'

/** VM → hosts where it is or may ever be, in one list: those of a VM are at `start[vm]` and on, before `start[vm + 1]`. */
export type ReachableHosts = Readonly<{ start: Int32Array; hosts: Int32Array }>

/** Of very large clusters each VM gets a sample of the hosts: no list of them all is worth its memory. */
const MOST_PAIRS = 8_000_000

/**
 * Of most VMs that is a small part of the hosts where resources are transient: what leaves a host goes on counting there, so that
 * no VM ever finds more room than was free at first. A search that draws from these hosts wastes no moves on the others.
 */
export function reachableHosts(problem: PlacementProblem, random: Random, mostPairs = MOST_PAIRS): ReachableHosts {
  const { vms, hosts, resources, initial, need, kind, mayRun } = problem
  const room = mostRoom(problem)
  const each = Math.min(hosts, Math.max(1, Math.floor(mostPairs / vms)))
  const start = new Int32Array(vms + 1)
  const found = new Int32Array(vms * each)
  let count = 0
  for (let vm = 0; vm < vms; vm++) {
    const first = initial[vm] as number
    found[count++] = first
    for (let drawn = 0; drawn < each && count < (start[vm] as number) + each; drawn++) {
      const host = each === hosts ? drawn : random.below(hosts)
      if (host !== first && mayBe(vm, host)) found[count++] = host
    }
    start[vm + 1] = count
  }
  return { start, hosts: found.slice(0, count) }

  function mayBe(vm: number, host: number): boolean {
    if (kind !== undefined && mayRun?.[(kind[vm] as number) * hosts + host] === 0) return false
    for (let r = 0; r < resources; r++) {
      if ((need[vm * resources + r] as number) > (room[host * resources + r] as number)) return false
    }
    return true
  }
}

/** Host × resource: what a VM that comes may need at most. */
function mostRoom({ vms, resources, initial, need, capacity, isTransient }: PlacementProblem): Float64Array {
  const room = Float64Array.from(capacity)
  for (let vm = 0; vm < vms; vm++) {
    for (let r = 0; r < resources; r++) {
      const place = (initial[vm] as number) * resources + r
      if (isTransient[r] === 1) room[place] = (room[place] as number) - (need[vm * resources + r] as number)
    }
  }
  return room
}
