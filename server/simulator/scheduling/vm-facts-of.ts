import { bytesToMiB } from '../../../shared/measure/memory.ts'
import type { VmFacts } from '../../scheduling/facts/vm-facts.ts'
import { vcpusOf } from '../world/model.ts'
import type { SimVm } from '../world/state.ts'

/** What no simulated VM has or asks for. */
const without = {
  pinning: 'none',
  nics: [],
  numaNodes: [],
  hostDevices: [],
  mediatedDeviceTypes: [],
  customProperties: {},
  requiredCpuFlags: new Set<string>(),
  usesTscFrequency: false,
  cpuPassthrough: false,
  pausedByIoError: false,
} as const satisfies Partial<VmFacts>

/** A VM as the engine knows it: what it last measured included. */
export function vmFactsOf(vm: SimVm): VmFacts {
  const { topology, measured, highAvailability } = vm
  return {
    ...without,
    id: vm.id,
    name: vm.name,
    status: vm.status,
    // What is only about to start is on its way, not there.
    ...(vm.hostId !== undefined && vm.status !== 'wait_for_launch' && { hostId: vm.hostId }),
    sockets: topology.sockets,
    coresPerSocket: topology.cores,
    threadsPerCore: topology.threads,
    memoryMiB: bytesToMiB(vm.memoryBytes),
    guaranteedMiB: bytesToMiB(vm.guaranteedBytes),
    usageCpuPercent: measured.cpuPercentOfCore / vcpusOf(vm),
    usageMemoryPercent: measured.memoryUsedPercent,
    placement: vm.placement,
    pinnedHostIds: vm.pinnedHostIds,
    priority: highAvailability.priority,
    highlyAvailable: highAvailability.enabled,
    isHostedEngine: vm.origin.endsWith('hosted_engine'),
    isHighPerformance: vm.kind === 'high_performance',
  }
}
