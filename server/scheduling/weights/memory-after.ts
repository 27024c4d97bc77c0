import type { HostFacts } from '../facts/host-facts.ts'
import type { Situation } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { totalRequiredMiB } from '../facts/vm-memory.ts'

/** What could still be scheduled once the group is there; VMs that are there already need no more. Source: rules §6.3. */
export const memoryAfterMiB = (
  group: readonly VmFacts[],
  host: HostFacts,
  { cluster }: Situation,
): number | undefined =>
  host.maxSchedulingMiB === undefined
    ? undefined
    : group
        .filter(({ hostId }) => hostId !== host.id)
        .reduce((left, vm) => left - totalRequiredMiB(vm, cluster), host.maxSchedulingMiB)

/**
 * The scale of the memory units. Hosts that did not tell are left out: the scale does not change which of the others is
 * better. Source: rules §6.3.
 */
export const mostSchedulingMiB = (hosts: readonly HostFacts[]): number =>
  Math.max(0, ...hosts.map(({ maxSchedulingMiB = 0 }) => maxSchedulingMiB))
