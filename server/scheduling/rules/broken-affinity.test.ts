import { describe, expect, it } from 'vitest'
import { aSituation, aVmFacts, type VmOver } from '../../../test/fakes/scheduling.ts'
import type { AffinityGroup } from '../facts/affinity-group.ts'
import { brokenHostRules, brokenVmRules } from './broken-affinity.ts'

const OFF = { enabled: false, positive: true, enforcing: true }
const hard = (positive: boolean) => ({ enabled: true, positive, enforcing: true })
const soft = (positive: boolean) => ({ enabled: true, positive, enforcing: false })

type GroupOver = Partial<Omit<AffinityGroup, 'vmIds' | 'hostIds'>> & { vms: string; hosts?: string }
/** Members as "a b c". */
const aGroup = ({ vms, hosts = '', ...over }: GroupOver): AffinityGroup => ({
  id: 'g',
  name: 'g',
  priority: 1,
  vmIds: new Set(vms.split(' ').filter(Boolean)),
  hostIds: new Set(hosts.split(' ').filter(Boolean)),
  vmRule: OFF,
  hostRule: OFF,
  ...over,
})

/** VMs as "a@A b@A c": the last one runs nowhere. */
const run = (placed: string, over: Record<string, VmOver> = {}) =>
  aSituation({
    vms: placed.split(' ').map(text => {
      const [id = '', hostId] = text.split('@')
      return aVmFacts({ id, ...(hostId !== undefined && { hostId }), ...over[id] })
    }),
  })

const hostCases: { why: string; vms: string; groups: GroupOver[]; enforcing?: boolean; expected: string[] }[] = [
  {
    why: 'on a host of its rule',
    vms: 'a@A',
    groups: [{ vms: 'a', hosts: 'A B', hostRule: hard(true) }],
    expected: [],
  },
  {
    why: 'off the hosts of its rule',
    vms: 'a@C',
    groups: [{ vms: 'a', hosts: 'A B', hostRule: hard(true) }],
    expected: ['a'],
  },
  {
    why: 'on a host it should avoid',
    vms: 'a@A',
    groups: [{ vms: 'a', hosts: 'A B', hostRule: hard(false) }],
    expected: ['a'],
  },
  {
    why: 'on no host it should avoid',
    vms: 'a@C',
    groups: [{ vms: 'a', hosts: 'A B', hostRule: hard(false) }],
    expected: [],
  },
  { why: 'not running', vms: 'a', groups: [{ vms: 'a', hosts: 'A', hostRule: hard(true) }], expected: [] },
  { why: 'a rule that is off', vms: 'a@C', groups: [{ vms: 'a', hosts: 'A', hostRule: OFF }], expected: [] },
  { why: 'a rule without hosts', vms: 'a@C', groups: [{ vms: 'a', hostRule: hard(true) }], expected: [] },
  {
    why: 'a soft rule among hard ones',
    vms: 'a@C',
    groups: [{ vms: 'a', hosts: 'A', hostRule: soft(true) }],
    expected: [],
  },
  {
    why: 'a soft rule among soft ones',
    vms: 'a@C',
    groups: [{ vms: 'a', hosts: 'A', hostRule: soft(true) }],
    enforcing: false,
    expected: ['a'],
  },
  {
    why: 'fewest broken rules first, equal ones by id',
    vms: 'a@C c@C b@C',
    groups: [
      { vms: 'a b c', hosts: 'A', hostRule: hard(true) },
      { vms: 'a', hosts: 'C', hostRule: hard(false) },
    ],
    expected: ['b', 'c', 'a'],
  },
]

const vmCases: {
  why: string
  vms: string
  over?: Record<string, VmOver>
  groups: GroupOver[]
  enforcing?: boolean
  expected: string[]
}[] = [
  { why: 'together as they should be', vms: 'a@A b@A c', groups: [{ vms: 'a b c', vmRule: hard(true) }], expected: [] },
  {
    why: 'apart though they belong together: the smaller part first',
    vms: 'a@A b@A c@B',
    groups: [{ vms: 'a b c', vmRule: hard(true) }],
    expected: ['c', 'a', 'b'],
  },
  { why: 'apart as they should be', vms: 'a@A b@B', groups: [{ vms: 'a b', vmRule: hard(false) }], expected: [] },
  {
    why: 'together though they belong apart: where most are first, alone ones never',
    vms: 'a@A b@A c@B d@B e@B f@C',
    groups: [{ vms: 'a b c d e f', vmRule: hard(false) }],
    expected: ['c', 'd', 'e', 'a', 'b'],
  },
  {
    why: 'a host with a member that may not move is left out',
    vms: 'a@A b@A c@B',
    over: { a: { placement: 'user_migratable' } },
    groups: [{ vms: 'a b c', vmRule: hard(true) }],
    expected: ['c'],
  },
  {
    why: 'and so is one with the engine itself',
    vms: 'a@A b@A',
    over: { a: { isHostedEngine: true } },
    groups: [{ vms: 'a b', vmRule: hard(false) }],
    expected: [],
  },
  {
    why: 'groups that share VMs are one: none is broken alone, the whole is not either',
    vms: 'a@A b@A c@A',
    groups: [
      { vms: 'a b', vmRule: hard(true) },
      { vms: 'b c', vmRule: hard(true) },
    ],
    expected: [],
  },
  {
    why: 'groups linked over a third are one',
    vms: 'a@A b@A c d@B',
    groups: [
      { vms: 'a b', vmRule: hard(true) },
      { vms: 'c d', vmRule: hard(true) },
      { vms: 'b c', vmRule: hard(true) },
    ],
    expected: ['d', 'a', 'b'],
  },
  {
    why: 'soft groups are not united',
    vms: 'a@A b@A c d@B',
    groups: [
      { vms: 'a b', vmRule: soft(true) },
      { vms: 'c d', vmRule: soft(true) },
      { vms: 'b c', vmRule: soft(true) },
    ],
    enforcing: false,
    expected: [],
  },
  {
    why: 'soft: priority first',
    vms: 'a@A b@B c@A d@B e@B',
    groups: [
      { vms: 'c d e', vmRule: soft(true) },
      { vms: 'a b', vmRule: soft(true), priority: 2 },
    ],
    enforcing: false,
    expected: ['a', 'b', 'c', 'd', 'e'],
  },
  {
    why: 'hard: the bigger group first whatever the priority',
    vms: 'a@A b@B c@A d@B e@B',
    groups: [
      { vms: 'a b', vmRule: hard(true), priority: 2 },
      { vms: 'c d e', vmRule: hard(true) },
    ],
    expected: ['c', 'd', 'e', 'a', 'b'],
  },
  {
    why: 'of equal groups the one with the later id first',
    vms: 'a@A b@B c@A d@B',
    groups: [
      { vms: 'a b', vmRule: hard(true) },
      { vms: 'c d', vmRule: hard(true) },
    ],
    expected: ['c', 'd', 'a', 'b'],
  },
  { why: 'a rule that is off', vms: 'a@A b@B', groups: [{ vms: 'a b', vmRule: OFF }], expected: [] },
]

describe('broken affinity rules', () => {
  it.each(hostCases)('with hosts: $why', ({ vms, groups, enforcing = true, expected }) => {
    const broken = brokenHostRules(run(vms), groups.map(aGroup), enforcing)
    expect(broken.map(({ vmId }) => vmId)).toEqual(expected)
    expect(broken.every(({ kind }) => kind === (enforcing ? 'hard-vm-host' : 'soft-vm-host'))).toBe(true)
  })

  it.each(vmCases)('between VMs: $why', ({ vms, over, groups, enforcing = true, expected }) => {
    const broken = brokenVmRules(run(vms, over), groups.map(aGroup), enforcing)
    expect(broken.filter(({ heldBack }) => !heldBack).map(({ vmId }) => vmId)).toEqual(expected)
    expect(broken.every(({ kind }) => kind === (enforcing ? 'hard-vm-vm' : 'soft-vm-vm'))).toBe(true)
  })

  it('says which groups', () => {
    const groups = [
      aGroup({ name: 'near', vms: 'a', hosts: 'A', hostRule: hard(true) }),
      aGroup({ name: 'far', vms: 'a', hosts: 'C', hostRule: hard(false) }),
    ]
    expect(brokenHostRules(run('a@C'), groups, true)[0]?.because).toMatchObject({
      values: { vm: 'a', groups: 'near, far', broken: 2 },
    })
  })
})
