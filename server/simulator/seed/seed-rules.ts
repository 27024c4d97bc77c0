import { entityId } from '../demand/entity-id.ts'
import type { ClusterPlan } from '../scenarios/plan.ts'
import type { SimState } from '../world/state.ts'

/** Affinity groups and labels of a cluster, names turned into ids. Throws RangeError for a name that is not there. */
export function seedRules(state: SimState, clusterId: string, { groups, labels }: ClusterPlan): void {
  const vmIds = idsByName(state.vms.values(), clusterId)
  const hostIds = idsByName(state.hosts.values(), clusterId)
  for (const { vms, hosts, ...group } of groups) {
    const id = entityId(state.seed, 'affinity-group', state.affinityGroups.size)
    state.affinityGroups.set(id, {
      ...group,
      id,
      clusterId,
      vmIds: vms.map(vmIds),
      hostIds: hosts.map(hostIds),
      vmLabelIds: [],
      hostLabelIds: [],
    })
  }
  for (const { name, vms, hosts } of labels) {
    const labelId = entityId(state.seed, 'affinity-label', state.affinityLabels.size)
    state.affinityLabels.set(labelId, {
      id: labelId,
      name,
      implicitGroup: false,
      vmIds: vms.map(vmIds),
      hostIds: hosts.map(hostIds),
    })
    // At the level of these clusters a label binds by the groups that name it, not by itself.
    const id = entityId(state.seed, 'affinity-group', state.affinityGroups.size)
    state.affinityGroups.set(id, {
      id,
      name,
      description: `VMs and hosts with the label ${name}`,
      clusterId,
      priority: 1,
      vmsRule: { enabled: false, enforcing: false, positive: false },
      hostsRule: { enabled: true, enforcing: true, positive: true },
      vmIds: [],
      hostIds: [],
      vmLabelIds: [labelId],
      hostLabelIds: [labelId],
    })
  }
}

function idsByName(items: Iterable<{ id: string; name: string; clusterId: string }>, clusterId: string) {
  const ids = new Map([...items].filter(item => item.clusterId === clusterId).map(({ name, id }) => [name, id]))
  return (name: string): string => {
    const id = ids.get(name)
    if (id === undefined) throw new RangeError(`a rule names ${name}, which is not in the cluster`)
    return id
  }
}
