import { reason } from '../../../shared/policy/reason.ts'
import { assignNuma } from '../facts/assign-numa.ts'
import type { HostFacts, NumaNode } from '../facts/host-facts.ts'
import type { VirtualNumaNode, VmFacts } from '../facts/vm-facts.ts'
import { type HostWeight, unknown, type WeightUnit, weight } from '../unit.ts'
import { sameForAll } from './same-for-all.ts'

/** Prefers hosts where the pinned virtual NUMA nodes fit and their pinned CPUs are near. Source: rules §6.3. */
export const cpuAndNumaPinningWeight: WeightUnit = {
  kind: 'weight',
  id: '1b14ac11-20e9-4593-a149-2eb83c60a330',
  name: 'CPU and NUMA pinning compatibility',
  properties: [],
  weigh: (group, hosts, { config }) => {
    // A VM that only prefers its nodes will do with any. Not in the rules of this unit, but in those of the NUMA filter.
    const demanding = group.filter(({ numaNodes = [] }) => numaNodes.every(({ mode }) => mode !== 'preferred'))
    const isPinned = demanding.some(({ numaNodes = [] }) =>
      numaNodes.some(({ hostNodeIndexes }) => hostNodeIndexes.length > 0),
    )
    if (group.some(({ numaNodes }) => numaNodes === undefined)) return sameForAll(hosts, unknown('vm.numaNodes'))
    return isPinned
      ? new Map(hosts.map(host => [host.id, weightOf(demanding, host, config.MaxSchedulerWeight)]))
      : sameForAll(hosts, weight(1))
  },
}

function weightOf(vms: readonly VmFacts[], host: HostFacts, worst: number): HostWeight {
  if (host.numaNodes === undefined) return unknown('host.numaNodes')
  if (host.numaNodes.length === 0) return weight(worst, reason('no-numa', 'It has no NUMA nodes.'))
  const coming = vms.filter(({ hostId }) => hostId !== host.id)
  if (coming.length === 0) return weight(1, reason('already-here', 'The VMs are here already.'))
  if (coming.some(({ pinning, cpuPins }) => pinning === 'manual' && cpuPins === undefined)) return unknown('vm.cpuPins')
  const answer = assignNuma(coming, host.numaNodes, hasCpusNear)
  const values = { nodes: host.numaNodes.length }
  switch (answer.kind) {
    case 'assigned':
      return weight(
        1,
        reason('numa-and-cpus-fit', 'Its NUMA nodes have the memory and the CPUs that are pinned.', values),
      )
    case 'impossible':
      return weight(
        worst,
        reason('numa-or-cpus-misfit', 'No NUMA nodes of it have both the memory and the CPUs that are pinned.', values),
      )
    case 'too-many':
      // Ours, as in the NUMA filter: the engine would search on. A host is not preferred on a hope.
      return weight(worst, reason('numa-search-too-long', 'No NUMA nodes of it were found in time.', values))
    case 'unknown':
      return answer
  }
}

/** Each pinned vCPU of the virtual node has at least one of its CPUs in the node of the host. */
const hasCpusNear = ({ cpuPins }: VmFacts, { cpuIds }: VirtualNumaNode, hostNode: NumaNode): boolean =>
  cpuIds.every(vcpu => {
    const pins = cpuPins?.get(vcpu)
    return pins === undefined || pins.some(cpu => hostNode.cpuIds.includes(cpu))
  })
