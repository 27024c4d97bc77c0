import type { Vm, VmScheduling } from '../../../shared/model/vm.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { parseCpuSet } from './parse-cpu-set.ts'

const HOSTED_ENGINES = ['hosted_engine', 'managed_hosted_engine']

/**
 * What the engine's REST API tells of a VM, as facts. Not told by the lists we read, and so absent: its NICs, host and
 * mediated devices, virtual NUMA nodes, the CPU flags and the machine type it runs with, and what it uses.
 */
export function vmFactsOf(vm: Vm): VmFacts {
  const { id, name, status, hostId, memoryMiB, guaranteedMiB, placement, pinnedHostIds, highlyAvailable } = vm
  const { sockets, cores, threads } = vm.scheduling?.topology ?? { sockets: vm.vcpus, cores: 1, threads: 1 }
  return {
    id,
    name,
    status,
    ...(hostId !== undefined && { hostId }),
    sockets,
    coresPerSocket: cores,
    threadsPerCore: threads,
    memoryMiB,
    ...(guaranteedMiB !== undefined && { guaranteedMiB }),
    placement,
    pinnedHostIds,
    priority: vm.scheduling?.priority ?? 0,
    highlyAvailable,
    ...(vm.excludedBy !== undefined && { excludedBy: vm.excludedBy }),
    isHostedEngine: vm.origin !== undefined && HOSTED_ENGINES.includes(vm.origin),
    pinning: vm.scheduling?.pinning ?? 'none',
    ...(vm.scheduling && toldBesides(vm.scheduling)),
  }
}

function toldBesides(told: VmScheduling): Partial<VmFacts> {
  const { customProperties, customVersion, customMachine, cpuPins, leaseDomainId, ioThreads } = told
  const hugePageKiB = Number(customProperties.hugepages)
  return {
    isHighPerformance: told.highPerformance,
    cpuPassthrough: told.cpuPassthrough,
    customProperties,
    ...(Number.isSafeInteger(hugePageKiB) && hugePageKiB > 0 && { hugePageKiB }),
    ...(customVersion !== undefined && { customVersion }),
    ...(customMachine !== undefined && { emulatedMachine: customMachine }),
    ...(leaseDomainId !== undefined && { leaseDomainId }),
    ...(ioThreads !== undefined && { ioThreads }),
    ...(cpuPins && { cpuPins: pinsOf(cpuPins) }),
  }
}

/** A pin that cannot be read pins to no CPU: no host will do, which is safer than any. */
const pinsOf = (pins: Readonly<Record<string, string>>): ReadonlyMap<number, readonly number[]> =>
  new Map(Object.entries(pins).map(([vcpu, cpus]) => [Number(vcpu), parseCpuSet(cpus) ?? []]))
