import type { Wire } from '../wire/types.ts'
import type { SimAffinityGroup, SimState } from '../world/state.ts'
import type { Context } from './context.ts'

export function affinityGroupsOf(context: Context, clusterId: string): readonly Wire<'affinity_group'>[] {
  return [...context.world.state.affinityGroups.values()]
    .filter(group => group.clusterId === clusterId)
    .map(group => affinityGroupToWire(context, group))
}

/** Members are listed inline; the group's own `positive` and `enforcing` are the older form of its VM rule. */
export function affinityGroupToWire({ base, world }: Context, group: SimAffinityGroup): Wire<'affinity_group'> {
  const refs = (rel: string, ids: readonly string[]) => ids.map(id => ({ id, href: `${base}/${rel}/${id}` }))
  return {
    id: group.id,
    href: `${base}/clusters/${group.clusterId}/affinitygroups/${group.id}`,
    name: group.name,
    description: group.description,
    link: ['hosts', 'vms', 'hostlabels', 'vmlabels'],
    broken: isBroken(world.state, group),
    enforcing: group.vmsRule.enforcing,
    positive: group.vmsRule.enabled ? group.vmsRule.positive : undefined,
    priority: group.priority,
    vms_rule: group.vmsRule,
    hosts_rule: group.hostsRule,
    cluster: { id: group.clusterId, href: `${base}/clusters/${group.clusterId}` },
    vms: refs('vms', group.vmIds),
    hosts: refs('hosts', group.hostIds),
    vm_labels: refs('affinitylabels', group.vmLabelIds),
    host_labels: refs('affinitylabels', group.hostLabelIds),
  }
}

/** Whether the running members are placed against one of the group's rules. */
function isBroken(state: SimState, group: SimAffinityGroup): boolean {
  const labels = (ids: readonly string[]) => ids.flatMap(id => state.affinityLabels.get(id) ?? [])
  const vmIds = new Set([...group.vmIds, ...labels(group.vmLabelIds).flatMap(label => label.vmIds)])
  const hostIds = new Set([...group.hostIds, ...labels(group.hostLabelIds).flatMap(label => label.hostIds)])
  const places = [...vmIds].flatMap(id => state.vms.get(id)?.hostId ?? [])
  const distinct = new Set(places).size
  if (group.vmsRule.enabled && (group.vmsRule.positive ? distinct > 1 : distinct < places.length)) return true
  return group.hostsRule.enabled && hostIds.size > 0 && places.some(id => hostIds.has(id) !== group.hostsRule.positive)
}
