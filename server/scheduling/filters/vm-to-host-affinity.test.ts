import { describe, expect, it } from 'vitest'
import { aHostFacts, anAffinityGroup, aSituation, aVmFacts, verdictOf } from '../../../test/fakes/scheduling.ts'
import type { AffinityGroup } from '../facts/affinity-group.ts'
import { vmToHostAffinityFilter } from './vm-to-host-affinity.ts'

const group = (positive: boolean, hostIds: string[], over: Partial<AffinityGroup> = {}) =>
  anAffinityGroup({
    vmIds: new Set(['vm1']),
    hostIds: new Set(hostIds),
    hostRule: { enabled: true, positive, enforcing: true },
    ...over,
  })
const wish = { hostRule: { enabled: true, positive: true, enforcing: false } }
const off = { hostRule: { enabled: false, positive: true, enforcing: true } }

const cases: { why: string; groups: AffinityGroup[]; expected: object }[] = [
  { why: 'asks nothing without groups', groups: [], expected: { kind: 'kept' } },
  {
    why: 'keeps a host of a positive group',
    groups: [group(true, ['host1', 'host2'])],
    expected: { kind: 'kept', reason: { code: 'host-affinity-kept', values: { groups: 1 } } },
  },
  {
    why: 'drops a host outside it',
    groups: [group(true, ['host2'], { name: 'licensed' })],
    expected: { kind: 'dropped', reason: { code: 'not-in-affinity', values: { group: 'licensed' } } },
  },
  { why: 'drops every host for an empty one', groups: [group(true, [])], expected: { kind: 'dropped' } },
  {
    why: 'drops a host of a negative group',
    groups: [group(false, ['host1'])],
    expected: { kind: 'dropped', reason: { code: 'in-anti-affinity' } },
  },
  { why: 'keeps a host outside it', groups: [group(false, ['host2'])], expected: { kind: 'kept' } },
  {
    why: 'needs every positive group to allow it',
    groups: [group(true, ['host1']), group(true, ['host2'])],
    expected: { kind: 'dropped' },
  },
  {
    why: 'lets a negative group win over a positive one',
    groups: [group(true, ['host1']), group(false, ['host1'])],
    expected: { kind: 'dropped', reason: { code: 'in-anti-affinity' } },
  },
  { why: 'leaves wishes to the weights', groups: [group(true, ['host2'], wish)], expected: { kind: 'kept' } },
  { why: 'leaves a rule out that is off', groups: [group(true, ['host2'], off)], expected: { kind: 'kept' } },
  {
    why: 'leaves groups of other VMs out',
    groups: [group(true, ['host2'], { vmIds: new Set(['vm2']) })],
    expected: { kind: 'kept' },
  },
]

describe('VmToHostsAffinityGroups', () => {
  it.each(cases)('$why', ({ groups, expected }) => {
    const verdict = verdictOf(vmToHostAffinityFilter, aVmFacts(), aHostFacts(), { affinityGroups: groups })
    expect(verdict).toMatchObject(expected)
  })

  it('does not guess the groups', () => {
    const { affinityGroups: _, ...situation } = aSituation()
    expect(vmToHostAffinityFilter.filter([aVmFacts()], [aHostFacts()], situation).get('host1')).toEqual({
      kind: 'unknown',
      field: 'situation.affinityGroups',
    })
  })
})
