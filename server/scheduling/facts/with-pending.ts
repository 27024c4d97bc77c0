import type { HostFacts } from './host-facts.ts'
import type { Situation } from './situation.ts'
import type { VmFacts } from './vm-facts.ts'
import { hugePagesNeeded, totalRequiredNoHugeMiB } from './vm-memory.ts'

/**
 * The situation after VMs were given a host and before they arrive: what the engine books for them is off that host's
 * scheduling memory, huge pages included. The pages themselves stay as the host told them: who counts them takes the pending
 * VMs off. VMs that are there already change nothing. Source: rules §2.1, §2.5, §3 step 9.
 */
export function withPending(situation: Situation, vms: readonly VmFacts[], hostId: string): Situation {
  const coming = vms.filter(vm => vm.hostId !== hostId)
  if (coming.length === 0) return situation
  const booked = (host: HostFacts): HostFacts => ({
    ...host,
    ...(host.maxSchedulingMiB !== undefined && {
      maxSchedulingMiB: Math.max(0, host.maxSchedulingMiB - bookedMiB(coming, situation)),
    }),
  })
  return {
    ...situation,
    hosts: situation.hosts.map(host => (host.id === hostId ? booked(host) : host)),
    pending: [...situation.pending, ...coming.map(({ id }) => ({ vmId: id, hostId }))],
  }
}

const bookedMiB = (vms: readonly VmFacts[], { cluster }: Situation): number =>
  vms.reduce((sum, vm) => {
    const hugeMiB = Math.ceil((hugePagesNeeded(vm) * (vm.hugePageKiB ?? 0)) / 1024)
    return sum + totalRequiredNoHugeMiB(vm, cluster) + hugeMiB
  }, 0)
