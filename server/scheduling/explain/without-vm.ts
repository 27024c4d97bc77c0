import type { HostFacts } from '../facts/host-facts.ts'
import { vmLoad } from '../facts/host-load.ts'
import type { Situation } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { totalRequiredNoHugeMiB } from '../facts/vm-memory.ts'

/** The situation as it would be if a VM ran nowhere: its host has the memory and the CPU back. An estimate of both. */
export function withoutVm(situation: Situation, vm: VmFacts): Situation {
  const freed = (host: HostFacts): HostFacts => ({
    ...host,
    vmCount: Math.max(0, host.vmCount - 1),
    vmActive: Math.max(0, host.vmActive - 1),
    ...(host.maxSchedulingMiB !== undefined && {
      maxSchedulingMiB: host.maxSchedulingMiB + totalRequiredNoHugeMiB(vm, situation.cluster),
    }),
    ...(host.freeMiB !== undefined && { freeMiB: Math.min(host.physicalMiB, host.freeMiB + vm.memoryMiB) }),
    ...(host.usagePercent !== undefined && {
      usagePercent: Math.max(0, host.usagePercent - Math.trunc(vmLoad(vm, situation) / (host.cores ?? 1))),
    }),
  })
  return {
    ...situation,
    hosts: situation.hosts.map(host => (host.id === vm.hostId ? freed(host) : host)),
    vms: situation.vms.filter(({ id }) => id !== vm.id),
    pending: situation.pending.filter(({ vmId }) => vmId !== vm.id),
  }
}
