import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { AffinityGroup } from '../facts/affinity-group.ts'
import { membersByHost, otherMemberIds, vmRuleGroupsOf } from '../facts/affinity-members.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { unknown, type WeightUnit, weight } from '../unit.ts'
import { byPriority, compareBroken, competitionRanks } from './broken-rules.ts'
import { sameForAll } from './same-for-all.ts'

type Company = Readonly<{
  hostId: string
  broken: readonly AffinityGroup[]
  /** Members of positive groups there; those that will not move away count first. */
  friends: number
  stayingFriends: number
}>

/** Prefers hosts where fewest rules between VMs are broken, the important ones first. Source: rules §6.3. */
export const vmAffinityWeight: WeightUnit = {
  kind: 'weight',
  // The same as the filter's.
  id: '84e6ddee-ab0d-42dd-82f0-c297779db567',
  name: 'VmAffinityGroups',
  properties: [],
  weigh: (group, hosts, situation) => {
    if (situation.affinityGroups === undefined) return sameForAll(hosts, unknown('situation.affinityGroups'))
    // Hard rules too: the filter may have been told to ignore them.
    const rules = vmRuleGroupsOf(group, situation.affinityGroups).map(rule => ({
      rule,
      members: membersByHost(situation, otherMemberIds([rule], group)),
    }))
    const companies = hosts.map(({ id }): Company => {
      // A positive rule nobody of which runs is broken on every host, which changes no order.
      const broken = rules.filter(({ rule, members }) => rule.vmRule.positive !== members.has(id))
      const friends = new Map(
        rules
          .filter(({ rule }) => rule.vmRule.positive)
          .flatMap(({ members }) => members.get(id) ?? [])
          .map(member => [member.id, member.vm]),
      )
      return {
        hostId: id,
        broken: byPriority(broken.map(({ rule }) => rule)),
        friends: friends.size,
        stayingFriends: [...friends.values()].filter(vm => vm !== undefined && stays(vm)).length,
      }
    })
    const ranks = competitionRanks(companies, better)
    return new Map(companies.map(one => [one.hostId, weight(1 + (ranks.get(one) ?? 0), because(one))]))
  },
}

const stays = ({ placement, isHostedEngine }: VmFacts): boolean => placement !== 'migratable' || isHostedEngine

const better = (a: Company, b: Company): number =>
  compareBroken(a.broken, b.broken) || b.stayingFriends - a.stayingFriends || b.friends - a.friends

function because({ broken, friends, stayingFriends }: Company): Reason {
  const names = broken.map(({ name }) => name).join(', ')
  const values = { broken: broken.length, groups: names, friends, stayingFriends }
  return broken.length > 0
    ? reason('breaks-vm-affinity', `Affinity groups that the VM would break here: ${names}.`, values)
    : reason('respects-vm-affinity', `No affinity group is broken; ${friends} VMs wanted beside it are here.`, values)
}
