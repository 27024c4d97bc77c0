/** Which node of the host each virtual NUMA node lies on. Source: rules §6.2 (NUMA), §6.3 (CPU and NUMA pinning). */
import type { NumaNode } from './host-facts.ts'
import type { VirtualNumaNode, VmFacts } from './vm-facts.ts'

export type NumaAnswer = Readonly<
  | { kind: 'assigned'; assignments: readonly Readonly<{ vmId: string; nodeIndex: number; hostNodeIndex: number }>[] }
  | { kind: 'impossible' }
  /** No assignment was found within the steps allowed; there may be one. */
  | { kind: 'too-many' }
  | { kind: 'unknown'; field: string }
>

/** Ours: far more than any sensible host needs, and done in a moment. */
const MAX_STEPS = 20_000

type Wanted = Readonly<{
  vmId: string
  nodeIndex: number
  size: number
  page: number
  hostNodeIndexes: readonly number[]
}>

/**
 * One assignment that fits, if there is any. A virtual node that is not pinned is left out: where the host puts it is not
 * ours to know. Memory is counted in MiB, or in huge pages for a VM that uses them. `allows` may refuse a node of the host.
 * Which VMs take part (none that is on the host, none that only prefers) is the caller's to say.
 */
export function assignNuma(
  vms: readonly VmFacts[],
  hostNodes: readonly NumaNode[],
  allows: (vm: VmFacts, node: VirtualNumaNode, hostNode: NumaNode) => boolean = () => true,
): NumaAnswer {
  const byIndex = new Map(hostNodes.map(node => [node.index, node]))
  const left = new Map<string, number>()
  const wanted: Wanted[] = []
  for (const vm of vms) {
    const page = vm.hugePageKiB ?? 0
    for (const node of vm.numaNodes ?? []) {
      if (node.hostNodeIndexes.length === 0) continue
      const allowed: number[] = []
      for (const hostNodeIndex of new Set(node.hostNodeIndexes)) {
        const hostNode = byIndex.get(hostNodeIndex)
        // The engine asks that each node named exists, even where another would do.
        if (hostNode === undefined) return { kind: 'impossible' }
        const free = page > 0 ? freePages(hostNode, page) : hostNode.freeMiB
        if (free === undefined) return lacks(page)
        left.set(shelf(hostNodeIndex, page), free)
        if (allows(vm, node, hostNode)) allowed.push(hostNodeIndex)
      }
      const size = page > 0 ? Math.floor((node.memoryMiB * 1024) / page) : node.memoryMiB
      wanted.push({ vmId: vm.id, nodeIndex: node.index, size, page, hostNodeIndexes: allowed })
    }
  }
  // Any assignment will do, so the hardest come first: a dead end shows early.
  wanted.sort((a, b) => a.hostNodeIndexes.length - b.hostNodeIndexes.length || b.size - a.size)
  return search(wanted, left)
}

const freePages = ({ freeHugePages }: NumaNode, page: number) => freeHugePages && (freeHugePages.get(page) ?? 0)

const lacks = (page: number): NumaAnswer => ({
  kind: 'unknown',
  field: page > 0 ? 'host.numaNodes.freeHugePages' : 'host.numaNodes.freeMiB',
})

/** Pages of each size and ordinary memory are counted apart. */
const shelf = (hostNodeIndex: number, page: number): string => `${hostNodeIndex}/${page}`

/** Backtracks with its own stack: an operator's VM may have any number of nodes. */
function search(wanted: readonly Wanted[], left: Map<string, number>): NumaAnswer {
  /** For each virtual node placed or being placed: which of its host nodes is tried next, and which holds it now. */
  const next: number[] = [0]
  const placed: number[] = []
  for (let steps = 0; placed.length < wanted.length; steps++) {
    if (steps === MAX_STEPS) return { kind: 'too-many' }
    const at = placed.length
    const one = wanted[at]
    const hostNodeIndex = one?.hostNodeIndexes[next[at] ?? 0]
    if (one !== undefined && hostNodeIndex !== undefined) {
      next[at] = (next[at] ?? 0) + 1
      const free = left.get(shelf(hostNodeIndex, one.page)) ?? 0
      if (free < one.size) continue
      left.set(shelf(hostNodeIndex, one.page), free - one.size)
      placed.push(hostNodeIndex)
      next[at + 1] = 0
      continue
    }
    const back = placed.pop()
    const before = wanted[at - 1]
    if (back === undefined || before === undefined) return { kind: 'impossible' }
    const key = shelf(back, before.page)
    left.set(key, (left.get(key) ?? 0) + before.size)
  }
  const assignments = wanted.flatMap(({ vmId, nodeIndex }, at) => {
    const hostNodeIndex = placed[at]
    return hostNodeIndex === undefined ? [] : [{ vmId, nodeIndex, hostNodeIndex }]
  })
  return { kind: 'assigned', assignments }
}
