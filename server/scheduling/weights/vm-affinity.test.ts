import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, shortWeights, type VmOver } from '../../../test/fakes/scheduling.ts'
import type { AffinityGroup } from '../facts/affinity-group.ts'
import { vmAffinityWeight } from './vm-affinity.ts'

const rule = (id: string, positive: boolean, vmIds: string[], over: Partial<AffinityGroup> = {}): AffinityGroup => ({
  id,
  name: id,
  priority: 1,
  vmIds: new Set(vmIds),
  hostIds: new Set(),
  vmRule: { enabled: true, positive, enforcing: false },
  hostRule: { enabled: false, positive: true, enforcing: false },
  ...over,
})

const cases: {
  why: string
  rules: AffinityGroup[]
  others?: VmOver[]
  pending?: { vmId: string; hostId: string }[]
  group?: VmOver[]
  expected: [number, number, number]
}[] = [
  { why: 'no group', rules: [], expected: [1, 1, 1] },
  {
    why: 'beside a friend',
    rules: [rule('g', true, ['vm1', 'a'])],
    others: [{ id: 'a', hostId: 'h1' }],
    expected: [2, 1, 2],
  },
  {
    why: 'apart from a foe',
    rules: [rule('g', false, ['vm1', 'a'])],
    others: [{ id: 'a', hostId: 'h1' }],
    expected: [1, 3, 1],
  },
  {
    why: 'a positive group nobody of which runs is broken everywhere',
    rules: [rule('g', true, ['vm1', 'a'])],
    expected: [1, 1, 1],
  },
  {
    why: 'hard rules count too',
    rules: [rule('g', false, ['vm1', 'a'], { vmRule: { enabled: true, positive: false, enforcing: true } })],
    others: [{ id: 'a', hostId: 'h1' }],
    expected: [1, 3, 1],
  },
  {
    why: 'switched off',
    rules: [rule('g', false, ['vm1', 'a'], { vmRule: { enabled: false, positive: false, enforcing: false } })],
    others: [{ id: 'a', hostId: 'h1' }],
    expected: [1, 1, 1],
  },
  {
    why: 'groups of others',
    rules: [rule('g', false, ['a', 'b'])],
    others: [{ id: 'a', hostId: 'h1' }],
    expected: [1, 1, 1],
  },
  {
    why: 'one important rule outweighs two lesser',
    rules: [
      rule('g', false, ['vm1', 'a'], { priority: 2 }),
      rule('x', false, ['vm1', 'b']),
      rule('y', false, ['vm1', 'b']),
    ],
    others: [
      { id: 'a', hostId: 'h0' },
      { id: 'b', hostId: 'h1' },
    ],
    expected: [3, 2, 1],
  },
  {
    why: 'a VM counts where it goes',
    rules: [rule('g', false, ['vm1', 'a'])],
    others: [{ id: 'a', hostId: 'h0' }],
    pending: [{ vmId: 'a', hostId: 'h2' }],
    expected: [1, 1, 3],
  },
  {
    why: 'more friends are better',
    rules: [rule('g', true, ['vm1', 'a', 'b', 'c'])],
    others: [
      { id: 'a', hostId: 'h0' },
      { id: 'b', hostId: 'h1' },
      { id: 'c', hostId: 'h1' },
    ],
    expected: [2, 1, 3],
  },
  {
    why: 'the number of foes does not matter',
    rules: [rule('g', false, ['vm1', 'a', 'b', 'c'])],
    others: [
      { id: 'a', hostId: 'h0' },
      { id: 'b', hostId: 'h1' },
      { id: 'c', hostId: 'h1' },
    ],
    expected: [2, 2, 1],
  },
  {
    why: 'a friend that stays is better than two that may leave',
    rules: [rule('g', true, ['vm1', 'a', 'b', 'c'])],
    others: [
      { id: 'a', hostId: 'h0', placement: 'user_migratable' },
      { id: 'b', hostId: 'h1' },
      { id: 'c', hostId: 'h1' },
    ],
    expected: [1, 2, 3],
  },
  {
    why: 'the engine itself stays',
    rules: [rule('g', true, ['vm1', 'a', 'b'])],
    others: [
      { id: 'a', hostId: 'h0', isHostedEngine: true },
      { id: 'b', hostId: 'h1' },
    ],
    expected: [1, 2, 3],
  },
  {
    why: 'a friend in two groups counts once',
    rules: [rule('g', true, ['vm1', 'a', 'b']), rule('g2', true, ['vm1', 'a', 'b'])],
    others: [
      { id: 'a', hostId: 'h0' },
      { id: 'b', hostId: 'h1' },
    ],
    expected: [1, 1, 3],
  },
  {
    why: 'those scheduled together are not beside each other yet',
    rules: [rule('g', true, ['vm1', 'vm2'])],
    group: [{ id: 'vm1' }, { id: 'vm2', hostId: 'h1' }],
    expected: [1, 1, 1],
  },
]

describe('VmAffinityGroups', () => {
  const hosts = ['h0', 'h1', 'h2'].map(id => aHostFacts({ id }))

  it.each(cases)('$why', ({ rules, others = [], pending = [], group = [{}], expected: [h0, h1, h2] }) => {
    const vms = group.map(aVmFacts)
    const situation = aSituation({ hosts, vms: [...vms, ...others.map(aVmFacts)], pending, affinityGroups: rules })
    expect(shortWeights(vmAffinityWeight.weigh(vms, hosts, situation))).toEqual({ h0, h1, h2 })
  })

  it('does not guess the groups', () => {
    const { affinityGroups: _, ...situation } = aSituation({ hosts })
    expect(vmAffinityWeight.weigh([aVmFacts()], hosts, situation).get('h0')).toEqual({
      kind: 'unknown',
      field: 'situation.affinityGroups',
    })
  })

  it('names what is broken, the most important first', () => {
    const rules = [rule('low', true, ['vm1', 'a']), rule('high', true, ['vm1', 'b'], { priority: 5 })]
    const weights = vmAffinityWeight.weigh([aVmFacts()], hosts, aSituation({ hosts, affinityGroups: rules }))
    expect(weights.get('h0')).toMatchObject({
      reason: { code: 'breaks-vm-affinity', values: { broken: 2, groups: 'high, low' } },
    })
  })
})
