import { pinningPolicies } from '../../../shared/model/vm.ts'
import type { AffinityGroup } from '../facts/affinity-group.ts'
import { type VmFacts, vcpusOf } from '../facts/vm-facts.ts'

/**
 * The order in which the engine schedules several VMs: those whose CPUs are hardest to place first. Priority has no say,
 * except that equal ones keep their order. Source: rules §3 step 7.
 */
export const inSchedulingOrder = (vms: readonly VmFacts[]): readonly VmFacts[] =>
  vms.toSorted(
    (a, b) =>
      pinningPolicies.indexOf(b.pinning) - pinningPolicies.indexOf(a.pinning) ||
      vcpusOf(b) - vcpusOf(a) ||
      b.threadsPerCore - a.threadsPerCore ||
      b.coresPerSocket - a.coresPerSocket ||
      b.sockets - a.sockets,
  )

/**
 * VMs that must find one host together: connected, over any number of groups, by enforced rules that keep VMs together.
 * The engine leaves the order of groups open; here a group stands where its first VM does. Source: rules §3 step 7.
 */
export function groupVms(
  vms: readonly VmFacts[],
  affinityGroups: readonly AffinityGroup[],
): readonly (readonly VmFacts[])[] {
  const together = affinityGroups.filter(
    ({ vmRule: { enabled, positive, enforcing } }) => enabled && positive && enforcing,
  )
  const groups: VmFacts[][] = []
  const taken = new Set<string>()
  for (const first of vms) {
    if (taken.has(first.id)) continue
    const ids = connectedTo(first.id, together)
    const group = vms.filter(({ id }) => ids.has(id))
    for (const { id } of group) taken.add(id)
    groups.push(group)
  }
  return groups
}

function connectedTo(vmId: string, groups: readonly AffinityGroup[]): ReadonlySet<string> {
  const ids = new Set([vmId])
  // A set can grow while it is walked: what is added is visited too.
  for (const id of ids) {
    for (const { vmIds } of groups) {
      if (vmIds.has(id)) for (const member of vmIds) ids.add(member)
    }
  }
  return ids
}
