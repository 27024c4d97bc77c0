/**
 * Who shares an affinity group with whom, and where the members are. A VM on its way counts where it goes, not where it
 * came from. Source: rules §2.5 (pending VMs overlay running ones), §6.2, §6.3, §10.
 */
import type { AffinityGroup } from './affinity-group.ts'
import { type Situation, vmOf } from './situation.ts'
import type { VmFacts } from './vm-facts.ts'

/**
 * The host a VM runs on, or is on its way to. undefined: it runs nowhere. As the engine, this asks only whether a VM has a host: one
 * that waits for its launch counts. Source: rules §2.5.
 */
export const placedOn = (situation: Situation, vmId: string): string | undefined =>
  situation.pending.findLast(one => one.vmId === vmId)?.hostId ?? vmOf(situation, vmId)?.hostId

const memberships = new WeakMap<readonly AffinityGroup[], ReadonlyMap<string, readonly AffinityGroup[]>>()

/** In the order of the list, worked out once for it: every VM is asked for on every host. */
function groupsOf(vms: readonly VmFacts[], affinityGroups: readonly AffinityGroup[]): readonly AffinityGroup[] {
  let byVm = memberships.get(affinityGroups)
  if (byVm === undefined) {
    const made = new Map<string, AffinityGroup[]>()
    for (const group of affinityGroups) {
      for (const id of group.vmIds) {
        const known = made.get(id)
        if (known === undefined) made.set(id, [group])
        else known.push(group)
      }
    }
    byVm = made
    memberships.set(affinityGroups, byVm)
  }
  const [first, ...others] = vms.map(({ id }) => byVm.get(id) ?? [])
  if (others.length === 0) return first ?? []
  const theirs = new Set([first ?? [], ...others].flat())
  return affinityGroups.filter(group => theirs.has(group))
}

/** Groups that any of the VMs belongs to and whose rule between VMs is switched on. Source: rules §6.2, §6.3. */
export const vmRuleGroupsOf = (
  vms: readonly VmFacts[],
  affinityGroups: readonly AffinityGroup[],
): readonly AffinityGroup[] => groupsOf(vms, affinityGroups).filter(({ vmRule }) => vmRule.enabled)

/** As above for rules between VMs and hosts. Source: rules §6.2, §6.3. */
export const hostRuleGroupsOf = (
  vms: readonly VmFacts[],
  affinityGroups: readonly AffinityGroup[],
): readonly AffinityGroup[] => groupsOf(vms, affinityGroups).filter(({ hostRule }) => hostRule.enabled)

/** Members other than those being scheduled: only these decide where the scheduled ones may go. Source: rules §6.2. */
export const otherMemberIds = (
  groups: readonly AffinityGroup[],
  scheduled: readonly VmFacts[],
): ReadonlySet<string> => {
  const ids = new Set(groups.flatMap(({ vmIds }) => [...vmIds]))
  for (const { id } of scheduled) ids.delete(id)
  return ids
}

/**
 * By host id, the given VMs that run there or go there; hosts without any are absent. A VM nobody told us of is left out
 * unless it is pending, as the engine does. Source: rules §6.2, §6.3.
 */
export function membersByHost(
  situation: Situation,
  vmIds: Iterable<string>,
): ReadonlyMap<string, readonly Readonly<{ id: string; name: string; vm?: VmFacts }>[]> {
  const members = [...vmIds].flatMap(id => {
    const hostId = placedOn(situation, id)
    if (hostId === undefined) return []
    const vm = vmOf(situation, id)
    return [{ hostId, id, name: vm?.name ?? id, ...(vm && { vm }) }]
  })
  return Map.groupBy(members, ({ hostId }) => hostId)
}
