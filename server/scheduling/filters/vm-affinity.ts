import { type Reason, reason } from '../../../shared/policy/reason.ts'
import type { AffinityGroup } from '../facts/affinity-group.ts'
import { membersByHost, otherMemberIds, vmRuleGroupsOf } from '../facts/affinity-members.ts'
import type { HostFacts } from '../facts/host-facts.ts'
import { hostOf, type Situation } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { dropped, type FilterUnit, type HostVerdict, kept, keptBecause, unknown, type Verdicts } from '../unit.ts'

const namesOf = (members: readonly { name: string }[]): string => members.map(({ name }) => name).join(', ')

/** Two VMs that must be apart are placed together: there is no host for that. */
function splitWithin(group: readonly VmFacts[], negative: readonly AffinityGroup[]): Reason | undefined {
  const split = negative.find(({ vmIds }) => group.filter(({ id }) => vmIds.has(id)).length > 1)
  if (split === undefined) return undefined
  const vms = namesOf(group.filter(({ id }) => split.vmIds.has(id)))
  const text = `Group ${split.name} keeps ${vms} apart, but they are placed together.`
  return reason('apart-but-together', text, { group: split.name, vms })
}

function judge(group: readonly VmFacts[], hosts: readonly HostFacts[], situation: Situation) {
  const binding = vmRuleGroupsOf(group, situation.affinityGroups ?? []).filter(({ vmRule }) => vmRule.enforcing)
  const negative = binding.filter(({ vmRule }) => !vmRule.positive)
  const split = splitWithin(group, negative)
  if (split) return () => dropped(split)

  const positive = binding.filter(({ vmRule }) => vmRule.positive)
  const friends = membersByHost(situation, otherMemberIds(positive, group))
  const foes = membersByHost(situation, otherMemberIds(negative, group))
  // A quirk of the engine: it fails (NullPointerException) on a contradiction that lies on a host it no longer considers,
  // and so finds no host at all.
  const given = new Set(hosts.map(({ id }) => id))
  const stumble = [...friends.keys()].toSorted().find(id => foes.has(id) && !given.has(id))
  if (stumble !== undefined) {
    const host = hostOf(situation, stumble)?.name ?? stumble
    const text = `The engine fails here: rules both demand and forbid ${host}, which is not among the hosts considered.`
    return () => dropped(reason('affinity-contradiction', text, { host }))
  }

  return ({ id }: HostFacts): HostVerdict => {
    const here = friends.get(id) ?? []
    const against = foes.get(id) ?? []
    if (friends.size > 0 && here.length === 0) {
      const text = `VMs that must be together run on ${friends.size} other host(s).`
      return dropped(reason('affinity-elsewhere', text, { hosts: friends.size }))
    }
    if (against.length > 0) {
      const vms = namesOf(against)
      return dropped(reason('anti-affinity-here', `Runs VMs that must be kept apart: ${vms}.`, { vms }))
    }
    if (friends.size === 0) return kept
    const vms = namesOf(here)
    // Already broken: the engine allows each of these hosts and warns.
    return friends.size > 1
      ? keptBecause(
          reason('affinity-scattered', `Runs ${vms}, but others that must be together run elsewhere.`, {
            vms,
            hosts: friends.size,
          }),
        )
      : keptBecause(reason('affinity-here', `Runs VMs that must be together: ${vms}.`, { vms }))
  }
}

/** Keeps hosts that binding rules between VMs allow, pending VMs counted where they go. Source: rules §6.2. */
export const vmAffinityFilter: FilterUnit = {
  kind: 'filter',
  id: '84e6ddee-ab0d-42dd-82f0-c297779db566',
  name: 'VmAffinityGroups',
  properties: [],
  filter(group, hosts, situation): Verdicts {
    const all = (verdict: HostVerdict): Verdicts => new Map(hosts.map(({ id }) => [id, verdict]))
    if (situation.ignoreVmAffinity) return all(kept)
    if (situation.affinityGroups === undefined) return all(unknown('situation.affinityGroups'))
    const verdictOn = judge(group, hosts, situation)
    return new Map(hosts.map(host => [host.id, verdictOn(host)]))
  },
}
