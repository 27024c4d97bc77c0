import { reason } from '../../../shared/policy/reason.ts'
import type { HostFacts } from '../facts/host-facts.ts'
import { type VmFacts, vcpusOf } from '../facts/vm-facts.ts'
import { type HostWeight, summed, unknown, type WeightUnit, weight } from '../unit.ts'
import { sameForAll } from './same-for-all.ts'

/** Prefers hosts where a VM without virtual NUMA nodes fits one node of the host. Source: rules §6.3. */
export const singleNumaNodeWeight: WeightUnit = {
  kind: 'weight',
  id: 'f58c1cb9-d91f-48a6-a196-c6d22fb10c4e',
  name: 'Fit VM to single host NUMA node',
  properties: [],
  weigh: summed((vm, hosts, { config }) => {
    if (vm.numaNodes === undefined) return sameForAll(hosts, unknown('vm.numaNodes'))
    if (vm.numaNodes.length > 0) return sameForAll(hosts, weight(1))
    return new Map(hosts.map(host => [host.id, weightOf(vm, host, config.MaxSchedulerWeight)]))
  }),
}

// Total memory, not free: it asks whether the VM could ever fit one node, not whether it does now.
function weightOf(vm: VmFacts, { numaNodes }: HostFacts, worst: number): HostWeight {
  if (numaNodes === undefined) return unknown('host.numaNodes')
  if (numaNodes.length === 0) return weight(1, reason('no-numa', 'It has no NUMA nodes.'))
  const values = { memoryMiB: vm.memoryMiB, vcpus: vcpusOf(vm) }
  const vmText = `the ${values.memoryMiB} MiB and ${values.vcpus} vCPUs of ${vm.name}`
  const fits = numaNodes.some(({ totalMiB, cpuIds }) => values.memoryMiB <= totalMiB && values.vcpus <= cpuIds.length)
  return fits
    ? weight(1, reason('fits-numa-node', `One of its NUMA nodes can hold ${vmText}.`, values))
    : weight(worst, reason('exceeds-numa-nodes', `None of its NUMA nodes can hold ${vmText}.`, values))
}
