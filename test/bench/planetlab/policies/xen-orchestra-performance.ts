import type { Policy, PolicyView, WantedMove } from '../policy.ts'
import { hasMemoryFor, loadOf, move, plannedHosts } from './planned-hosts.ts'
import { HIGH_LOAD, weightedLoad, weightedShare } from './xen-orchestra.ts'

/**
 * Xen Orchestra's load balancer in performance mode: a host that is above 76.5 % CPU, now and weighted, gives VMs, the busiest
 * first, to the host with least CPU in use, as long as it does not become busier by that than the giver remains. The busiest
 * host gives first and is no destination afterwards. Simplified: see `xen-orchestra.ts`; and a host stops giving when it is
 * below its threshold. All hosts are on in this mode, so one that is off here is a destination like any other.
 */
export const xenOrchestraPerformance = (): Policy => ({ name: 'xen-orchestra-performance', decide })

function decide(view: PolicyView): readonly WantedMove[] {
  const plan = plannedHosts(view)
  const loads = plan.map(({ host, vms }) => weightedLoad(host, vms))
  const exceeded = plan
    .filter((host, id) => loadOf(host) >= HIGH_LOAD && (loads[id] ?? 0) >= HIGH_LOAD)
    .toSorted((a, b) => (loads[b.host.id] ?? 0) - (loads[a.host.id] ?? 0))
  const given = new Set<number>()
  const moves: WantedMove[] = []
  for (const { host: from, vms } of exceeded) {
    given.add(from.id)
    const busiestFirst = vms
      .filter(vm => !vm.isMigrating)
      .toSorted((a, b) => weightedShare(b, from) - weightedShare(a, from))
    for (const vm of busiestFirst) {
      const fromLoad = loads[from.id] ?? 0
      if (fromLoad < HIGH_LOAD) break
      const to = plan
        .filter(({ host }) => !given.has(host.id))
        .reduce((least, host) => ((loads[host.host.id] ?? 0) < (loads[least.host.id] ?? 0) ? host : least))
      const [left, added] = [fromLoad - weightedShare(vm, from), weightedShare(vm, to.host)]
      if (left < (loads[to.host.id] ?? 0) + added || !hasMemoryFor(to, vm)) continue
      loads[from.id] = left
      loads[to.host.id] = (loads[to.host.id] ?? 0) + added
      moves.push(move(plan, vm, from.id, to.host.id))
    }
  }
  return moves
}
