import { cpuQueues, leastUsed, mostUsed } from './cpu-queues.ts'
import type { RuleOf } from './run-rule.ts'

const THRESHOLD_PERCENT = 50
/** What is used more than this is never the freest; a vCPU from 100 on is never the freest of its CPU. */
const [FREEST_CPU_BELOW, FREEST_VCPU_BELOW] = [105, 100]

/**
 * The rule of the program vm-balancer as it is coded, for any number of CPUs: at most one pin in a period, and no look at what it leads
 * to. The last empty CPU is the freest. An empty one gets vCPU 0 of the last VM that has its vCPU 0 on the lowest-numbered CPU
 * with several; where no VM has, that of the very first VM, wherever it is. Otherwise the least used vCPU of the busiest CPU
 * goes to the freest. Where the program would follow a number that was never set, nothing is done in this period. Its first
 * period, which takes lifetimes for use, is left out.
 */
export const oldRule: RuleOf = host => sample => {
  const queues = cpuQueues(host, sample, Math.floor)
  const empty = queues.findLast(({ vcpus }) => vcpus.length === 0)
  const freest = empty ?? leastUsed(queues.filter(({ usePercent }) => usePercent < FREEST_CPU_BELOW))
  if (freest === undefined || freest.usePercent > THRESHOLD_PERCENT) return []
  const crowded = queues.find(({ vcpus }) => vcpus.length > 1)
  if (empty && crowded) {
    const vm = crowded.vcpus.findLast(({ vcpu }) => vcpu === 0)?.vm ?? 0
    const at = host.vcpus.findIndex(one => one.vm === vm && one.vcpu === 0)
    return at === -1 ? [] : [{ at, cpuIds: [empty.cpu] }]
  }
  const busiest = mostUsed(queues)
  if (busiest === undefined || busiest.usePercent <= THRESHOLD_PERCENT || busiest.vcpus.length < 2) return []
  const vcpu = leastUsed(busiest.vcpus.filter(({ usePercent }) => usePercent < FREEST_VCPU_BELOW))
  return vcpu ? [{ at: vcpu.at, cpuIds: [freest.cpu] }] : []
}
