import type { Policy, PolicyView, WantedMove } from '../policy.ts'
import { hasMemoryFor, loadOf, move, plannedHosts } from './planned-hosts.ts'

/** ProxLB's "balanciness": the spread of loads, in percent points, that is left alone. */
const SPREAD_PERCENT = 10

/**
 * ProxLB's balancing with method cpu and mode used: where the most and the least loaded host are more than 10 points apart, every
 * guest, the largest first, goes to the host with the lowest load at that moment, unless it is there. The decision is one of
 * the whole cluster: guests of hosts that are neither full nor empty move as well. No rules of affinity, pinning, ignored
 * guests and maintenance.
 *
 * Simplified: releases differ in order and guards; this one asks before each guest whether the spread is still too wide, and
 * moves one only from a host that is more loaded than the target would then be, without which every guest moves every time.
 */
export const proxlb = (): Policy => ({ name: 'proxlb', decide })

function decide(view: PolicyView): readonly WantedMove[] {
  const plan = plannedHosts(view)
  const loads = plan.map(loadOf)
  const moves: WantedMove[] = []
  for (const vm of view.vms.filter(({ isMigrating }) => !isMigrating).toSorted((a, b) => b.mips - a.mips)) {
    const toId = lowest(loads)
    const [from, to] = [plan[vm.hostId], plan[toId]]
    if (from === undefined || to === undefined) continue
    if (100 * (highest(loads) - (loads[toId] ?? 0)) <= SPREAD_PERCENT) break
    const wouldBe = (to.usedMips + Math.min(vm.mips, to.host.coreMips)) / to.host.mips
    if (vm.hostId === toId || !hasMemoryFor(to, vm) || loadOf(from) <= wouldBe) continue
    moves.push(move(plan, vm, vm.hostId, toId))
    for (const id of [vm.hostId, toId]) loads[id] = plan[id] === undefined ? 0 : loadOf(plan[id])
  }
  return moves
}

const highest = (loads: readonly number[]): number => loads.reduce((most, load) => Math.max(most, load), 0)

const lowest = (loads: readonly number[]): number =>
  loads.reduce((best, load, id) => (load < (loads[best] ?? 0) ? id : best), 0)
