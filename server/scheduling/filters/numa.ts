import { reason } from '../../../shared/policy/reason.ts'
import { assignNuma } from '../facts/assign-numa.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { dropped, eachHost, type FilterUnit, kept, keptBecause, unknown } from '../unit.ts'

/** Keeps hosts whose NUMA nodes have room for the virtual nodes pinned to them. Source: rules §6.2. */
export const numaFilter: FilterUnit = {
  kind: 'filter',
  id: 'fcbfe4b1-b83e-4428-b9d3-b3d348b93be6',
  name: 'NUMA',
  properties: [],
  filter: eachHost((group, host) => {
    const vms = group.filter(vm => vm.hostId !== host.id)
    if (vms.length === 0) return kept
    const untold = vms.some(({ numaNodes }) => numaNodes === undefined)
    if (!group.some(needsNuma)) return untold ? unknown('vm.numaNodes') : kept
    if (host.numaNodes === undefined) return unknown('host.numaNodes')
    if (host.numaNodes.length === 0) return dropped(reason('no-numa', 'It has no NUMA nodes to pin to.'))
    if (untold) return unknown('vm.numaNodes')
    const strict = vms.filter(vm => !prefers(vm))
    const nodes = strict.reduce((sum, { numaNodes = [] }) => sum + numaNodes.filter(isPinned).length, 0)
    const values = { virtualNodes: nodes, hostNodes: host.numaNodes.length }
    const both = `the ${nodes} virtual NUMA nodes that are pinned, on its ${host.numaNodes.length} nodes`
    const answer = assignNuma(strict, host.numaNodes)
    switch (answer.kind) {
      case 'unknown':
        return unknown(answer.field)
      case 'assigned':
        return keptBecause(reason('numa-fits', `There is room for ${both}.`, values))
      case 'impossible':
        return dropped(reason('numa-does-not-fit', `There is no room for ${both}.`, values))
      case 'too-many':
        // Ours: the engine would search on. A host is not offered on a hope.
        return dropped(reason('numa-search-too-long', `No room was found in time for ${both}.`, values))
    }
  }),
}

const isPinned = ({ hostNodeIndexes }: { hostNodeIndexes: readonly number[] }): boolean => hostNodeIndexes.length > 0

const needsNuma = ({ pinning, numaNodes = [] }: VmFacts): boolean =>
  pinning === 'resize_and_pin_numa' || numaNodes.some(isPinned)

/** It would rather lie there, and need not. */
const prefers = ({ numaNodes = [] }: VmFacts): boolean => numaNodes.some(({ mode }) => mode === 'preferred')
