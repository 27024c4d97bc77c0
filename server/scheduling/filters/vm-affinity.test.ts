import { describe, expect, it } from 'vitest'
import { aHostFacts, anAffinityGroup, aSituation, aVmFacts } from '../../../test/fakes/scheduling.ts'
import type { AffinityGroup } from '../facts/affinity-group.ts'
import type { Situation } from '../facts/situation.ts'
import { vmAffinityFilter } from './vm-affinity.ts'

const group = (positive: boolean, vmIds: string[], over: Partial<AffinityGroup> = {}) =>
  anAffinityGroup({ vmIds: new Set(vmIds), vmRule: { enabled: true, positive, enforcing: true }, ...over })
const wish = { vmRule: { enabled: true, positive: true, enforcing: false } }
const off = { vmRule: { enabled: false, positive: true, enforcing: true } }

const hosts = ['host1', 'host2', 'host3'].map(id => aHostFacts({ id }))
/** vm1 and vm2 are placed; a is on host1, b on host2, down is nowhere. */
const vms = [
  aVmFacts({ id: 'vm1' }),
  aVmFacts({ id: 'vm2' }),
  aVmFacts({ id: 'a', hostId: 'host1' }),
  aVmFacts({ id: 'b', hostId: 'host2' }),
  aVmFacts({ id: 'down' }),
]
const [k, d] = ['kept', 'dropped']

const cases: {
  why: string
  groups: AffinityGroup[]
  over?: Partial<Situation>
  together?: boolean
  expected: (string | undefined)[]
}[] = [
  { why: 'asks nothing without groups', groups: [], expected: [k, k, k] },
  { why: 'keeps only where a friend runs', groups: [group(true, ['vm1', 'a'])], expected: [k, d, d] },
  { why: 'keeps all while no friend runs', groups: [group(true, ['vm1', 'down'])], expected: [k, k, k] },
  { why: 'keeps each host of scattered friends', groups: [group(true, ['vm1', 'a', 'b'])], expected: [k, k, d] },
  { why: 'drops where a foe runs', groups: [group(false, ['vm1', 'a', 'down'])], expected: [d, k, k] },
  {
    why: 'drops where both run',
    groups: [group(true, ['vm1', 'a']), group(false, ['vm1', 'a'])],
    expected: [d, d, d],
  },
  {
    why: 'adds up positive groups, as the engine does',
    groups: [group(true, ['vm1', 'a']), group(true, ['vm1', 'b'])],
    expected: [k, k, d],
  },
  { why: 'leaves wishes to the weights', groups: [group(true, ['vm1', 'a'], wish)], expected: [k, k, k] },
  { why: 'leaves a rule out that is off', groups: [group(true, ['vm1', 'a'], off)], expected: [k, k, k] },
  { why: 'leaves groups of others out', groups: [group(true, ['vm2', 'a'])], expected: [k, k, k] },
  {
    why: 'counts a VM on its way where it goes, not where it is',
    groups: [group(true, ['vm1', 'a'])],
    over: { pending: [{ vmId: 'a', hostId: 'host3' }] },
    expected: [d, d, k],
  },
  {
    why: 'keeps all when rules between VMs do not bind',
    groups: [group(true, ['vm1', 'a'])],
    over: { ignoreVmAffinity: true },
    expected: [k, k, k],
  },
  {
    why: 'does not count those placed with it as friends elsewhere',
    groups: [group(true, ['vm1', 'vm2'])],
    over: { pending: [{ vmId: 'vm2', hostId: 'host2' }] },
    together: true,
    expected: [k, k, k],
  },
  {
    why: 'obeys the rules of all that are placed together',
    groups: [group(true, ['vm1', 'a']), group(false, ['vm2', 'b'])],
    together: true,
    expected: [k, d, d],
  },
  {
    why: 'finds no host for two together that must be apart',
    groups: [group(false, ['vm1', 'vm2'])],
    together: true,
    expected: [d, d, d],
  },
  { why: 'finds one for each alone', groups: [group(false, ['vm1', 'vm2'])], expected: [k, k, k] },
]

describe('VmAffinityGroups', () => {
  it.each(cases)('$why', ({ groups, over, together = false, expected }) => {
    const situation = aSituation({ hosts, vms, affinityGroups: groups, ...over })
    const verdicts = vmAffinityFilter.filter(vms.slice(0, together ? 2 : 1), hosts, situation)
    expect(hosts.map(({ id }) => verdicts.get(id)?.kind)).toEqual(expected)
  })

  const scheduled = vms.slice(0, 1)
  const verdictsFor = (groups: AffinityGroup[], given = hosts) =>
    vmAffinityFilter.filter(scheduled, given, aSituation({ hosts, vms, affinityGroups: groups }))

  it('names whom it must be with, and warns where they are scattered', () => {
    expect(verdictsFor([group(true, ['vm1', 'a'])]).get('host1')).toMatchObject({
      reason: { code: 'affinity-here', values: { vms: 'a' } },
    })
    expect(verdictsFor([group(true, ['vm1', 'a', 'b'])]).get('host1')).toMatchObject({
      reason: { code: 'affinity-scattered', values: { vms: 'a', hosts: 2 } },
    })
  })

  it('names whom it must avoid', () => {
    const reason = { code: 'anti-affinity-here', values: { vms: 'b' } }
    expect(verdictsFor([group(false, ['vm1', 'b'])]).get('host2')).toMatchObject({ reason })
  })

  it('finds no host where the engine fails: a contradiction on a host that was dropped before', () => {
    const groups = [group(true, ['vm1', 'a', 'b']), group(false, ['vm1', 'a'])]
    expect(verdictsFor(groups).get('host2')).toMatchObject({ kind: 'kept' })
    expect([...verdictsFor(groups, hosts.slice(1)).values()]).toMatchObject([
      { kind: 'dropped', reason: { code: 'affinity-contradiction', values: { host: 'host1' } } },
      { kind: 'dropped' },
    ])
  })

  it('does not guess the groups', () => {
    const { affinityGroups: _, ...situation } = aSituation({ hosts, vms })
    const unknown = { kind: 'unknown', field: 'situation.affinityGroups' }
    expect([...vmAffinityFilter.filter(scheduled, hosts, situation).values()]).toEqual([unknown, unknown, unknown])
  })
})
