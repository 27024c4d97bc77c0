import { reason } from '../../../shared/policy/reason.ts'
import { hostRuleGroupsOf } from '../facts/affinity-members.ts'
import { dropped, eachVm, type FilterUnit, kept, keptBecause, unknown } from '../unit.ts'

/**
 * Keeps hosts that every binding rule between a VM and hosts allows: in the list of each positive group, in that of no
 * negative one. A positive group without hosts allows none. Labels that imply affinity (levels below 4.4) are among the
 * groups already. Source: rules §6.2.
 */
export const vmToHostAffinityFilter: FilterUnit = {
  kind: 'filter',
  id: 'e69808a9-8a41-40f1-94ba-dd5d385d82d8',
  name: 'VmToHostsAffinityGroups',
  properties: [],
  filter: eachVm((vm, host, { affinityGroups }) => {
    if (affinityGroups === undefined) return unknown('situation.affinityGroups')
    const binding = hostRuleGroupsOf([vm], affinityGroups).filter(({ hostRule }) => hostRule.enforcing)
    if (binding.length === 0) return kept
    const broken = binding.find(({ hostIds, hostRule }) => hostIds.has(host.id) !== hostRule.positive)
    if (broken === undefined) {
      const text = `Allowed by ${binding.length} binding rule(s) of ${vm.name}.`
      return keptBecause(reason('host-affinity-kept', text, { vm: vm.name, groups: binding.length }))
    }
    const values = { vm: vm.name, group: broken.name, hosts: broken.hostIds.size }
    return broken.hostRule.positive
      ? dropped(reason('not-in-affinity', `Group ${broken.name} binds ${vm.name} to other hosts.`, values))
      : dropped(reason('in-anti-affinity', `Group ${broken.name} keeps ${vm.name} off this host.`, values))
  }),
}
