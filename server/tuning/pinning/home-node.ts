import type { CoreMap } from './core-map.ts'
import type { MeasuredVcpu } from './measure-vcpus.ts'

/** So much is added to each demand, so that a VM that idles has a home too: where most of its vCPUs are. */
const AT_LEAST_PERCENT = 1

/**
 * The node with most of a VM's demand, on which its memory is taken to be; of equals the first by id. undefined where the host has one node or
 * it is not known where the VM runs.
 */
export function homeNodeOf(vcpus: readonly MeasuredVcpu[], { nodeOf, nodeIds }: CoreMap): number | undefined {
  if (nodeIds.size < 2) return undefined
  const demandOn = new Map<number, number>()
  for (const { reading, demandPercent = 0 } of vcpus) {
    const node = reading.onCpuId === undefined ? undefined : nodeOf.get(reading.onCpuId)
    if (node !== undefined) demandOn.set(node, (demandOn.get(node) ?? 0) + AT_LEAST_PERCENT + demandPercent)
  }
  const [first] = [...demandOn].toSorted(([a, ofA], [b, ofB]) => ofB - ofA || a - b)
  return first?.[0]
}
