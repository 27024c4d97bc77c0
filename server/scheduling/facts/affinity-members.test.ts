import { describe, expect, it } from 'vitest'
import { anAffinityGroup, aSituation, aVmFacts } from '../../../test/fakes/scheduling.ts'
import { hostRuleGroupsOf, membersByHost, otherMemberIds, placedOn, vmRuleGroupsOf } from './affinity-members.ts'

const situation = aSituation({
  vms: [
    aVmFacts({ id: 'a', hostId: 'host1' }),
    aVmFacts({ id: 'b', hostId: 'host1' }),
    aVmFacts({ id: 'waits', hostId: 'host2', status: 'wait_for_launch' }),
    aVmFacts({ id: 'down' }),
  ],
  pending: [
    { vmId: 'b', hostId: 'host3' },
    { vmId: 'stranger', hostId: 'host3' },
  ],
})

describe('placedOn', () => {
  it.each([
    { why: 'where it runs', vmId: 'a', hostId: 'host1' },
    { why: 'where it is about to start', vmId: 'waits', hostId: 'host2' },
    { why: 'where it goes, not where it is', vmId: 'b', hostId: 'host3' },
    { why: 'nowhere while it is down', vmId: 'down', hostId: undefined },
    { why: 'nowhere if nobody told of it', vmId: 'nobody', hostId: undefined },
  ])('is $why', ({ vmId, hostId }) => {
    expect(placedOn(situation, vmId)).toBe(hostId)
  })
})

describe('membersByHost', () => {
  it('lists hosts with members, and a member on its way of which nothing else is known', () => {
    const members = membersByHost(situation, ['a', 'b', 'down', 'stranger', 'nobody'])
    expect([...members].map(([hostId, here]) => [hostId, here.map(({ id, vm }) => [id, vm?.id])])).toEqual([
      ['host1', [['a', 'a']]],
      [
        'host3',
        [
          ['b', 'b'],
          ['stranger', undefined],
        ],
      ],
    ])
  })
})

describe('groups and their other members', () => {
  const on = { enabled: true, positive: true, enforcing: true }
  const off = { ...on, enabled: false }
  const groups = [
    anAffinityGroup({ id: 'both', vmIds: new Set(['a', 'b']), vmRule: on, hostRule: on }),
    anAffinityGroup({ id: 'vm rule', vmIds: new Set(['b', 'c']), vmRule: on, hostRule: off }),
    anAffinityGroup({ id: 'host rule', vmIds: new Set(['a']), vmRule: off, hostRule: on }),
    anAffinityGroup({ id: 'of others', vmIds: new Set(['c']), vmRule: on, hostRule: on }),
  ]
  const placed = [aVmFacts({ id: 'a' }), aVmFacts({ id: 'b' })]

  it('are those with the rule switched on', () => {
    expect(vmRuleGroupsOf(placed, groups).map(({ id }) => id)).toEqual(['both', 'vm rule'])
    expect(hostRuleGroupsOf(placed, groups).map(({ id }) => id)).toEqual(['both', 'host rule'])
  })

  it('leave the placed VMs out', () => {
    expect([...otherMemberIds(vmRuleGroupsOf(placed, groups), placed)]).toEqual(['c'])
  })
})
