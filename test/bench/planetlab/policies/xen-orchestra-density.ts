import type { Policy, PolicyView, PolicyVm, WantedMove } from '../policy.ts'
import { hasMemoryFor, isOn, move, type PlannedHost, plannedHosts } from './planned-hosts.ts'
import { CRITICAL_LOAD, weightedLoad, weightedShare } from './xen-orchestra.ts'

/** More memory free than this, and a host is one to empty: twenty times the threshold of 64 MB. */
const SPARE_MB = 1280

/**
 * Xen Orchestra's load balancer in density mode: each host with memory to spare is emptied if all of its VMs, the largest first,
 * find another: the one with least memory free that has room and stays below 90 % CPU with it. Where one VM finds none, all
 * stay. It does nothing about hosts with too much load. Simplified: see `xen-orchestra.ts`; and a host that has taken VMs
 * in a round is not emptied in it, nor is one that was emptied given any.
 */
export const xenOrchestraDensity = (): Policy => ({ name: 'xen-orchestra-density', decide })

function decide(view: PolicyView): readonly WantedMove[] {
  let plan = plannedHosts(view)
  const taken = new Set<number>()
  const emptied = new Set<number>()
  const moves: WantedMove[] = []
  for (const { host, vms, memoryMb } of plan.filter(isOn)) {
    if (taken.has(host.id) || host.memoryMb - memoryMb <= SPARE_MB) continue
    const open = (to: PlannedHost) => to.host.id !== host.id && !emptied.has(to.host.id) && isOn(to)
    const emptying = emptyHost(plan, host.id, vms, open)
    if (emptying === undefined) continue
    plan = emptying.plan
    emptied.add(host.id)
    for (const { toHostId } of emptying.moves) taken.add(toHostId)
    moves.push(...emptying.moves)
  }
  return moves
}

function emptyHost(
  before: readonly PlannedHost[],
  fromId: number,
  vms: readonly PolicyVm[],
  isOpen: (to: PlannedHost) => boolean,
): Readonly<{ plan: PlannedHost[]; moves: readonly WantedMove[] }> | undefined {
  const plan = [...before]
  const moves: WantedMove[] = []
  for (const vm of vms.toSorted((a, b) => b.memoryMb - a.memoryMb)) {
    const to = plan
      .filter(host => isOpen(host) && hasMemoryFor(host, vm))
      .filter(({ host, vms: there }) => weightedLoad(host, there) + weightedShare(vm, host) < CRITICAL_LOAD)
      .reduce<PlannedHost | undefined>(
        (best, host) => (best === undefined || host.memoryMb > best.memoryMb ? host : best),
        undefined,
      )
    if (vm.isMigrating || to === undefined) return undefined
    moves.push(move(plan, vm, fromId, to.host.id))
  }
  return { plan, moves }
}
