import type { Policy, PolicyHost, PolicyView, PolicyVm, WantedMove } from '../policy.ts'

/** Cluster options of Proxmox VE as shipped: the imbalance that is left alone, and the least gain of a move. */
const THRESHOLD = 0.3
const LEAST_GAIN = 0.1
/** Rounds are ten seconds apart; three must see the imbalance, and a migration must have ended: some five moves in five minutes. */
const MOVES_PER_STEP = 5

/**
 * Proxmox VE's Cluster Resource Scheduler, static load, with automatic rebalancing: hosts are judged by the CPU and memory that
 * their VMs are configured with, not by what they use. Where the imbalance (the standard deviation of the loads as a share
 * of their mean) is above 30 %, the one migration that lowers it most is made, if it lowers it by a tenth at least.
 *
 * Simplified: a host's load is the mean of its shares of CPU and memory; without a limit of memory it is that of CPU. As the
 * configured load never changes and one VM in a cluster of hundreds changes the imbalance by less than a tenth, this
 * policy has nothing to do here but on small clusters; the rule is made for those.
 */
export const proxmoxStaticLoad = (): Policy => ({ name: 'proxmox-static-load', decide })

function decide({ hosts, vms }: PolicyView): readonly WantedMove[] {
  const loads = hosts.map(() => 0)
  const usedMb = hosts.map(() => 0)
  for (const vm of vms) {
    const host = hosts[vm.hostId]
    if (host !== undefined) loads[vm.hostId] = (loads[vm.hostId] ?? 0) + configuredLoad(vm, host)
    usedMb[vm.hostId] = (usedMb[vm.hostId] ?? 0) + vm.memoryMb
  }
  const moved = new Set<number>()
  const moves: WantedMove[] = []
  while (moves.length < MOVES_PER_STEP) {
    const imbalance = imbalanceOf(sumOf(loads), squaresOf(loads), loads.length)
    if (imbalance <= THRESHOLD) break
    const free = vms.filter(vm => !vm.isMigrating && !moved.has(vm.id))
    const best = bestMove(hosts, free, loads, usedMb)
    if (best === undefined || best.imbalance > imbalance * (1 - LEAST_GAIN)) break
    const { vm, to } = best
    const from = hosts[vm.hostId]
    if (from === undefined) break
    loads[from.id] = (loads[from.id] ?? 0) - configuredLoad(vm, from)
    loads[to.id] = (loads[to.id] ?? 0) + configuredLoad(vm, to)
    usedMb[to.id] = (usedMb[to.id] ?? 0) + vm.memoryMb
    moved.add(vm.id)
    moves.push({ vmId: vm.id, toHostId: to.id })
  }
  return moves
}

function bestMove(
  hosts: readonly PolicyHost[],
  vms: readonly PolicyVm[],
  loads: readonly number[],
  usedMb: readonly number[],
): Readonly<{ vm: PolicyVm; to: PolicyHost; imbalance: number }> | undefined {
  const [sum, squares] = [sumOf(loads), squaresOf(loads)]
  let best: Readonly<{ vm: PolicyVm; to: PolicyHost; imbalance: number }> | undefined
  for (const vm of vms) {
    const from = hosts[vm.hostId]
    if (from === undefined) continue
    const [fromLoad, lost] = [loads[from.id] ?? 0, configuredLoad(vm, from)]
    for (const to of hosts) {
      if (to === from || (usedMb[to.id] ?? 0) + vm.memoryMb > to.memoryMb) continue
      const [toLoad, added] = [loads[to.id] ?? 0, configuredLoad(vm, to)]
      const change = (fromLoad - lost) ** 2 - fromLoad ** 2 + (toLoad + added) ** 2 - toLoad ** 2
      const imbalance = imbalanceOf(sum - lost + added, squares + change, hosts.length)
      if (best === undefined || imbalance < best.imbalance) best = { vm, to, imbalance }
    }
  }
  return best
}

function configuredLoad(vm: PolicyVm, host: PolicyHost): number {
  const cpu = vm.maxMips / host.mips
  return Number.isFinite(host.memoryMb) ? (cpu + vm.memoryMb / host.memoryMb) / 2 : cpu
}

/** Standard deviation as a share of the mean, from the sums of values and squares. */
export function imbalanceOf(sum: number, squares: number, count: number): number {
  const mean = sum / count
  return mean === 0 ? 0 : Math.sqrt(Math.max(0, squares / count - mean * mean)) / mean
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
const squaresOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value * value, 0)
