import type { Advice } from '../apply/services.ts'
import type { BalancerWord } from '../scheduling/explain/move-state.ts'
import type { VmFacts } from '../scheduling/facts/vm-facts.ts'

/** What a cluster's newest advice says of one VM. */
export function balancerWord(
  vm: VmFacts,
  { unitId, because, asked = [], held, skippedVms, skippedHosts }: Omit<Advice, 'clusterId' | 'atMs'>,
): BalancerWord {
  const aboutVm = skippedVms.find(({ id }) => id === vm.id)?.reason
  const aboutHost = skippedHosts.find(({ id }) => id === vm.hostId)?.reason
  return {
    unitId,
    because,
    asked,
    ...(held && { held: held.filter(({ subject: { id } }) => id === vm.id) }),
    ...(aboutVm && { aboutVm }),
    ...(aboutHost && { aboutHost }),
  }
}
