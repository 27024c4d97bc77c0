import { reason } from '../../../shared/policy/reason.ts'
import { hostRuleGroupsOf } from '../facts/affinity-members.ts'
import { summed, unknown, type WeightUnit, weight } from '../unit.ts'
import { byPriority, compareBroken, competitionRanks } from './broken-rules.ts'
import { sameForAll } from './same-for-all.ts'

/** Prefers hosts where fewest wishes of a VM about its hosts are broken. Hard rules are the filter's. Source: rules §6.3. */
export const vmToHostAffinityWeight: WeightUnit = {
  kind: 'weight',
  id: '427aed70-dae3-48ba-8fe9-a902a9d563c8',
  name: 'VmToHostsAffinityGroups',
  properties: [],
  weigh: summed((vm, hosts, { affinityGroups }) => {
    if (affinityGroups === undefined) return sameForAll(hosts, unknown('situation.affinityGroups'))
    const wishes = hostRuleGroupsOf([vm], affinityGroups).filter(({ hostRule }) => !hostRule.enforcing)
    if (wishes.length === 0) return sameForAll(hosts, weight(1))
    const broken = hosts.map(({ id }) => ({
      id,
      groups: byPriority(wishes.filter(({ hostIds, hostRule }) => hostIds.has(id) !== hostRule.positive)),
    }))
    const ranks = competitionRanks(broken, (a, b) => compareBroken(a.groups, b.groups))
    return new Map(
      broken.map(one => {
        const names = one.groups.map(({ name }) => name).join(', ')
        const values = { vm: vm.name, broken: one.groups.length, groups: names }
        const because =
          one.groups.length > 0
            ? reason('breaks-host-affinity', `Affinity groups that ${vm.name} would break here: ${names}.`, values)
            : reason('respects-host-affinity', `${vm.name} breaks no affinity group here.`, values)
        return [one.id, weight(1 + (ranks.get(one) ?? 0), because)]
      }),
    )
  }),
}
