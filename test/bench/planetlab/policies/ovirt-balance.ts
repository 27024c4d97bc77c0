import type { PolicyView, PolicyVm, WantedMove } from '../policy.ts'
import { hasMemoryFor, isOn, loadOf, loadWith, type PlannedHost, plannedHosts, usedMipsOf } from './planned-hosts.ts'

/** Percent, as the engine compares them: rounded up. */
export const loadPercent = (host: PlannedHost): number => Math.ceil(100 * loadOf(host))

/** A cluster's property HighUtilization in the engine's shipped policies, and the share of it that a host must be below to take VMs. */
export const HIGH_PERCENT = 80
export const ROOM_PERCENT = 64

export type BalanceRule = Readonly<{
  /** Hosts to take VMs from, in the order in which they are tried. */
  sourcesOf(hosts: readonly PlannedHost[]): readonly PlannedHost[]
  isDestination(host: PlannedHost): boolean
  /** Two places for a VM: below 0 where the first is better. The engine adds ranks, CPU twice, memory once. */
  byCpu(a: Place, b: Place): number
  byMemory(a: Place, b: Place): number
}>

/** Where a VM could be, with the load and the memory used that the host would have then. */
export type Place = Readonly<{ hostId: number; load: number; memoryMb: number }>

/**
 * A round of the engine's load balancer. From each source the first VM, the least busy first, that has a destination with memory
 * and at most 80 % load with it; among these and the host where it is, the one of the best sum of ranks. If that is where it is,
 * the next VM is tried.
 *
 * Simplified. The engine starts one migration per cluster and minute and none from or to hosts that migrate; of 800 hosts it
 * would balance 1,440 moves a day. Here each pair of hosts has one move per round of five minutes, so a large cluster is
 * not held up. "For two minutes" is the load two minutes ago, on a straight line between two steps. The CPU and memory
 * ranks are the only weights; hosts with nothing on them are off and, with no host in reserve, none is started.
 */
export function balance(view: PolicyView, rule: BalanceRule): readonly WantedMove[] {
  const hosts = plannedHosts(view)
  const busy = new Set<number>()
  const moves: WantedMove[] = []
  for (const source of rule.sourcesOf(hosts.filter(isOn))) {
    if (busy.has(source.host.id)) continue
    const destinations = hosts.filter(host => host !== source && !busy.has(host.host.id) && rule.isDestination(host))
    const found = firstMove(source, destinations, rule)
    if (found === undefined) continue
    busy.add(source.host.id).add(found.toHostId)
    moves.push(found)
  }
  return moves
}

function firstMove(
  source: PlannedHost,
  destinations: readonly PlannedHost[],
  rule: BalanceRule,
): WantedMove | undefined {
  const leastBusyFirst = source.vms.filter(vm => !vm.isMigrating).toSorted((a, b) => a.mips - b.mips)
  for (const vm of leastBusyFirst) {
    const valid = destinations.filter(host => 100 * loadWith(host, vm) <= HIGH_PERCENT && hasMemoryFor(host, vm))
    if (valid.length === 0) continue
    const best = bestPlace([...valid.map(host => placeWith(host, vm)), placeOf(source)], rule)
    if (best.hostId !== source.host.id) return { vmId: vm.id, toHostId: best.hostId }
  }
  return undefined
}

const placeOf = (host: PlannedHost): Place => ({ hostId: host.host.id, load: loadOf(host), memoryMb: host.memoryMb })

const placeWith = (planned: PlannedHost, vm: PolicyVm): Place => ({
  hostId: planned.host.id,
  load: (planned.usedMips + usedMipsOf(vm, planned.host)) / planned.host.mips,
  memoryMb: planned.memoryMb + vm.memoryMb,
})

function bestPlace(places: readonly Place[], rule: BalanceRule): Place {
  const [byCpu, byMemory] = [ranks(places, rule.byCpu), ranks(places, rule.byMemory)]
  const costOf = (place: Place) => 2 * (byCpu.get(place) ?? 0) + (byMemory.get(place) ?? 0)
  return places.reduce((best, place) => (costOf(place) < costOf(best) ? place : best))
}

/** The rank of each place, equal where places compare equal. */
function ranks(places: readonly Place[], compare: (a: Place, b: Place) => number): ReadonlyMap<Place, number> {
  const ordered = places.toSorted(compare)
  const found = new Map<Place, number>()
  for (const [index, place] of ordered.entries()) {
    const before = ordered[index - 1]
    found.set(place, before !== undefined && compare(before, place) === 0 ? (found.get(before) ?? 0) : index)
  }
  return found
}

/** The load has met the condition for two minutes: now and, on a line from the step before, then. */
export function lasts({ host, usedMips }: PlannedHost, meets: (percent: number) => boolean): boolean {
  const [before, now] = [host.history.at(-2), usedMips / host.mips]
  if (before === undefined) return false
  const minutesAgo = 2 / 5
  return meets(100 * now) && meets(100 * (now + (before - now) * minutesAgo))
}
