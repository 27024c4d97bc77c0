import type { SimAffinityGroup, SimState, SimVm } from '../world/state.ts'

/** Where the enforced rules let one VM run. undefined: anywhere. */
export type AffinityLimits = Readonly<{
  /** Hosts that run a VM it must be with. */
  withVms: ReadonlySet<string> | undefined
  /** Hosts that run a VM it must not be with. */
  awayFromVms: ReadonlySet<string>
  /** One set per rule; a host must be in all of them. */
  onHosts: readonly ReadonlySet<string>[]
  notOnHosts: ReadonlySet<string>
}>

/** A VM on the move counts where it is going. */
export function affinityLimits(state: SimState, vm: SimVm): AffinityLimits {
  const withVms = new Set<string>()
  const awayFromVms = new Set<string>()
  const onHosts: ReadonlySet<string>[] = []
  const notOnHosts = new Set<string>()
  for (const group of state.affinityGroups.values()) {
    const members = vmIdsOf(state, group)
    if (group.clusterId !== vm.clusterId || !members.has(vm.id)) continue
    const { vmsRule, hostsRule } = group
    if (vmsRule.enabled && vmsRule.enforcing) {
      for (const hostId of hostsOfOthers(state, members, vm)) (vmsRule.positive ? withVms : awayFromVms).add(hostId)
    }
    if (hostsRule.enabled && hostsRule.enforcing) {
      const hosts = hostIdsOf(state, group)
      if (hostsRule.positive) onHosts.push(hosts)
      else for (const hostId of hosts) notOnHosts.add(hostId)
    }
  }
  for (const label of state.affinityLabels.values()) {
    if (label.implicitGroup && label.vmIds.includes(vm.id)) onHosts.push(new Set(label.hostIds))
  }
  return { withVms: withVms.size === 0 ? undefined : withVms, awayFromVms, onHosts, notOnHosts }
}

function vmIdsOf(state: SimState, { vmIds, vmLabelIds }: SimAffinityGroup): ReadonlySet<string> {
  return new Set([...vmIds, ...vmLabelIds.flatMap(id => state.affinityLabels.get(id)?.vmIds ?? [])])
}

function hostIdsOf(state: SimState, { hostIds, hostLabelIds }: SimAffinityGroup): ReadonlySet<string> {
  return new Set([...hostIds, ...hostLabelIds.flatMap(id => state.affinityLabels.get(id)?.hostIds ?? [])])
}

function hostsOfOthers(state: SimState, members: ReadonlySet<string>, vm: SimVm): string[] {
  return [...members].flatMap(id => {
    const other = id === vm.id ? undefined : state.vms.get(id)
    const hostId = other?.migration?.toHostId ?? other?.hostId
    return hostId === undefined ? [] : [hostId]
  })
}
