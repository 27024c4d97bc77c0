import { scoreOfUses } from '../planner/cluster-score.ts'
import type { PlanInput } from '../planner/objective/plan-input.ts'

/**
 * The score of a cluster (0..100, as its operator knows it) with its VMs on these hosts. Where few hosts are wanted, those that are
 * empty do not count.
 */
export function placementScore(
  { hosts, vms }: PlanInput,
  hostOf: readonly number[],
  { countsEmpty }: Readonly<{ countsEmpty: boolean }>,
): number {
  const memoryMiB = hosts.map(({ memoryUsedMiB }) => memoryUsedMiB)
  const cpuPoints = hosts.map(({ cpuPercent, threads }) => cpuPercent * threads)
  for (const [at, vm] of vms.entries()) {
    const to = hostOf[at] ?? vm.host
    memoryMiB[vm.host] = (memoryMiB[vm.host] ?? 0) - vm.residentMiB
    memoryMiB[to] = (memoryMiB[to] ?? 0) + vm.residentMiB
    cpuPoints[vm.host] = (cpuPoints[vm.host] ?? 0) - vm.cpuPoints
    cpuPoints[to] = (cpuPoints[to] ?? 0) + vm.cpuPoints
  }
  const inUse = new Set(hostOf)
  const counted = [...hosts.entries()].filter(([at]) => countsEmpty || inUse.has(at))
  const memory = counted.map(([at, host]) => (100 * (memoryMiB[at] ?? 0)) / Math.max(host.memoryMiB, 1))
  const cpu = counted.map(([at, host]) => (cpuPoints[at] ?? 0) / host.threads)
  return scoreOfUses({ memory, cpu }) ?? 100
}
