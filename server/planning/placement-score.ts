import { scoreOfUses } from '../planner/cluster-score.ts'
import type { PlanInput } from '../planner/objective/plan-input.ts'
import { hostUses } from './host-uses.ts'

/**
 * The score of a cluster (0..100, as its operator knows it) with its VMs on these hosts. Where few hosts are wanted, those that are
 * empty do not count.
 */
export function placementScore(
  input: PlanInput,
  hostOf: readonly number[],
  { countsEmpty }: Readonly<{ countsEmpty: boolean }>,
): number {
  const { memoryMiB, cpuPoints } = hostUses(input, hostOf)
  const inUse = new Set(hostOf)
  const counted = [...input.hosts.entries()].filter(([at]) => countsEmpty || inUse.has(at))
  const memory = counted.map(([at, host]) => (100 * (memoryMiB[at] ?? 0)) / Math.max(host.memoryMiB, 1))
  const cpu = counted.map(([at, host]) => (cpuPoints[at] ?? 0) / host.threads)
  return scoreOfUses({ memory, cpu }) ?? 100
}
