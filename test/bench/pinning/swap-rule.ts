import { type CpuQueue, cpuQueues, leastUsed, mostUsed } from './cpu-queues.ts'
import type { RuleOf } from './run-rule.ts'

const THRESHOLD_PERCENT = 50

/**
 * The rule that the older README of vm-balancer describes: when the busiest CPU is above the threshold and the freest below it, the
 * least used vCPU of each goes to the other; an empty CPU gets the most used vCPU of the busiest. What it leaves open is decided
 * in its favour: one swap or move in a period; of equally busy CPUs the one with most vCPUs, since full ones look all the
 * same, of equally free ones the one with fewest; and what is alone on its CPU does not go to an empty one, for ever.
 */
export const swapRule: RuleOf = host => sample => {
  const queues = cpuQueues(host, sample, percent => percent)
    .map(queue => ({ ...queue, usePercent: Math.round(queue.usePercent) }))
    .toSorted((a, b) => a.vcpus.length - b.vcpus.length)
  const [busiest, freest] = [mostUsed(queues.toReversed()), leastUsed(queues)]
  if (busiest === undefined || freest === undefined) return []
  if (busiest.usePercent <= THRESHOLD_PERCENT || freest.usePercent >= THRESHOLD_PERCENT) return []
  if (freest.vcpus.length === 0) return busiest.vcpus.length > 1 ? pin(mostUsed(busiest.vcpus), freest) : []
  return [...pin(leastUsed(busiest.vcpus), freest), ...pin(leastUsed(freest.vcpus), busiest)]
}

const pin = (vcpu: Readonly<{ at: number }> | undefined, { cpu }: CpuQueue) =>
  vcpu ? [{ at: vcpu.at, cpuIds: [cpu] }] : []
