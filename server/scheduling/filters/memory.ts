import { reason } from '../../../shared/policy/reason.ts'
import type { HostFacts } from '../facts/host-facts.ts'
import { pendingOn, type Situation } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { hugePagesNeeded, staticOverheadMiB, totalRequiredNoHugeMiB, usesHugePages } from '../facts/vm-memory.ts'
import { dropped, eachHost, type FilterUnit, type HostVerdict, kept, keptBecause, unknown } from '../unit.ts'

/** Keeps hosts with memory for the whole group: free now, and within what may be promised. Source: rules §6.2. */
export const memoryFilter: FilterUnit = {
  kind: 'filter',
  id: 'c9ddbb34-0e1d-4061-a8d7-b0893fa80932',
  name: 'Memory',
  properties: [],
  filter: eachHost((group, host, situation) => {
    // Those hold their memory already.
    const vms = group.filter(vm => vm.status !== 'paused' && vm.hostId !== host.id)
    if (vms.length === 0) return kept
    if (vms.some(usesHugePages) && host.freeHugePages === undefined) return unknown('host.freeHugePages')
    const dynamicHugeMiB = uncoveredHugePagesMiB(vms, host)
    const verdicts = [free(vms, host, situation, dynamicHugeMiB), promised(vms, host, situation, dynamicHugeMiB)]
    // A refusal weighs more than a missing fact; of two that fit, the promise is what mostly decides.
    return (
      verdicts.find(({ kind }) => kind === 'dropped') ??
      verdicts.find(({ kind }) => kind === 'unknown') ??
      verdicts[1] ??
      kept
    )
  }),
}

/**
 * Huge pages that the host would have to set aside first. The engine's quirk: pages promised to VMs on their way are
 * meant to be taken off here and never are.
 */
function uncoveredHugePagesMiB(vms: readonly VmFacts[], { freeHugePages }: HostFacts): number {
  const bySize = Map.groupBy(vms.filter(usesHugePages), ({ hugePageKiB = 0 }) => hugePageKiB)
  return [...bySize].reduce((sum, [sizeKiB, users]) => {
    const needed = users.reduce((pages, vm) => pages + hugePagesNeeded(vm), 0)
    return sum + Math.ceil((Math.max(0, needed - (freeHugePages?.get(sizeKiB) ?? 0)) * sizeKiB) / 1024)
  }, 0)
}

/** In the host's own memory, swap as the last resort. */
function free(vms: readonly VmFacts[], host: HostFacts, situation: Situation, dynamicHugeMiB: number): HostVerdict {
  const { cluster } = situation
  if (host.freeMiB === undefined) return dropped(reason('free-memory-not-known', 'Its free memory is not known.'))
  // The engine's quirk: of a VM on its way only the overhead counts here, not its memory.
  const pendingMiB = pendingOn(situation, host.id).reduce((sum, vm) => sum + staticOverheadMiB(vm, cluster), 0)
  const leftMiB = host.freeMiB - pendingMiB - dynamicHugeMiB
  const neededMiB = vms.reduce(
    (sum, vm) => sum + (usesHugePages(vm) ? 0 : vm.memoryMiB) + staticOverheadMiB(vm, cluster),
    0,
  )
  const values = { neededMiB, leftMiB, freeMiB: host.freeMiB, pendingMiB, dynamicHugeMiB }
  if (leftMiB < 0) {
    const text = `Of ${host.freeMiB} MiB free, ${pendingMiB + dynamicHugeMiB} MiB go to VMs on their way and huge pages.`
    return dropped(reason('free-memory-taken', text, values))
  }
  if (neededMiB <= leftMiB) return kept
  if (host.swapFreeMiB === undefined) return unknown('host.swapFreeMiB')
  const text = `${neededMiB} MiB are needed; ${leftMiB} MiB of memory and ${host.swapFreeMiB} MiB of swap are free.`
  return neededMiB <= leftMiB + host.swapFreeMiB
    ? kept
    : dropped(reason('free-memory-too-little', text, { ...values, swapFreeMiB: host.swapFreeMiB }))
}

/** Within what the cluster's overcommit lets the host promise. */
function promised(
  vms: readonly VmFacts[],
  host: HostFacts,
  { cluster }: Situation,
  dynamicHugeMiB: number,
): HostVerdict {
  const { maxSchedulingMiB } = host
  if (maxSchedulingMiB === undefined) return unknown('host.maxSchedulingMiB')
  const neededMiB = vms.reduce((sum, vm) => sum + totalRequiredNoHugeMiB(vm, cluster), dynamicHugeMiB)
  const text = `${neededMiB} MiB are needed, overhead included; ${maxSchedulingMiB} MiB may still be promised.`
  const values = { neededMiB, maxSchedulingMiB, dynamicHugeMiB }
  return neededMiB <= maxSchedulingMiB
    ? keptBecause(reason('memory-enough', text, values))
    : dropped(reason('memory-too-little', text, values))
}
