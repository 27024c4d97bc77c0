import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, shortWeights } from '../../../test/fakes/scheduling.ts'
import type { AffinityGroup } from '../facts/affinity-group.ts'
import { vmToHostAffinityWeight } from './vm-to-host-affinity.ts'

const wish = (positive: boolean, hostIds: string[], over: Partial<AffinityGroup> = {}): AffinityGroup => ({
  id: `g-${hostIds.join('')}`,
  name: `g-${hostIds.join('')}`,
  priority: 1,
  vmIds: new Set(['vm1']),
  hostIds: new Set(hostIds),
  vmRule: { enabled: false, positive: true, enforcing: false },
  hostRule: { enabled: true, positive, enforcing: false },
  ...over,
})

const cases: { why: string; wishes: AffinityGroup[]; vmIds?: string[]; expected: [number, number, number] }[] = [
  { why: 'no wish', wishes: [], expected: [1, 1, 1] },
  { why: 'wanted', wishes: [wish(true, ['h1'])], expected: [2, 1, 2] },
  { why: 'unwanted', wishes: [wish(false, ['h1'])], expected: [1, 3, 1] },
  {
    why: "hard rules are the filter's",
    wishes: [wish(true, ['h1'], { hostRule: { enabled: true, positive: true, enforcing: true } })],
    expected: [1, 1, 1],
  },
  {
    why: 'switched off',
    wishes: [wish(true, ['h1'], { hostRule: { enabled: false, positive: true, enforcing: false } })],
    expected: [1, 1, 1],
  },
  { why: 'of another VM', wishes: [wish(true, ['h1'], { vmIds: new Set(['vm9']) })], expected: [1, 1, 1] },
  {
    why: 'one important wish outweighs two lesser',
    wishes: [wish(false, ['h0'], { priority: 2 }), wish(false, ['h1']), wish(true, ['h0', 'h2'])],
    expected: [3, 2, 1],
  },
  {
    why: 'adds up a group',
    wishes: [wish(true, ['h1'], { vmIds: new Set(['vm1', 'vm2']) })],
    vmIds: ['vm1', 'vm2'],
    expected: [4, 2, 4],
  },
  { why: 'a VM without wishes adds 1', wishes: [wish(true, ['h1'])], vmIds: ['vm1', 'vm2'], expected: [3, 2, 3] },
]

describe('VmToHostsAffinityGroups', () => {
  const hosts = ['h0', 'h1', 'h2'].map(id => aHostFacts({ id }))

  it.each(cases)('$why', ({ wishes, vmIds = ['vm1'], expected: [h0, h1, h2] }) => {
    const group = vmIds.map(id => aVmFacts({ id }))
    const situation = aSituation({ hosts, vms: group, affinityGroups: wishes })
    expect(shortWeights(vmToHostAffinityWeight.weigh(group, hosts, situation))).toEqual({ h0, h1, h2 })
  })

  it('does not guess the groups', () => {
    const { affinityGroups: _, ...situation } = aSituation({ hosts })
    expect(vmToHostAffinityWeight.weigh([aVmFacts()], hosts, situation).get('h0')).toEqual({
      kind: 'unknown',
      field: 'situation.affinityGroups',
    })
  })
})
