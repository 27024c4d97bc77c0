import { describe, expect, it } from 'vitest'
import { aSituation, aVmFacts } from '../../../test/fakes/scheduling.ts'
import type { AffinityGroup } from '../facts/affinity-group.ts'
import { softRulesImprove } from './soft-affinity-gain.ts'

const OFF = { enabled: false, positive: true, enforcing: false }
const rule = (positive: boolean, enforcing = false) => ({ enabled: true, positive, enforcing })

type GroupOver = Readonly<{ vms?: string; hosts?: string; priority?: number }> &
  Partial<Pick<AffinityGroup, 'vmRule' | 'hostRule'>>
const aGroup = ({ vms = 'x', hosts = '', priority = 1, vmRule = OFF, hostRule = OFF }: GroupOver): AffinityGroup => ({
  id: 'g',
  name: 'g',
  priority,
  vmIds: new Set(vms.split(' ')),
  hostIds: new Set(hosts.split(' ')),
  vmRule,
  hostRule,
})

/** VM x would go from A to B. */
const cases: { why: string; others?: string; groups: GroupOver[]; expected: boolean }[] = [
  { why: 'no rules', groups: [], expected: false },
  { why: 'to a host it likes', groups: [{ hosts: 'B', hostRule: rule(true) }], expected: true },
  { why: 'off a host it likes', groups: [{ hosts: 'A', hostRule: rule(true) }], expected: false },
  { why: 'off a host it dislikes', groups: [{ hosts: 'A', hostRule: rule(false) }], expected: true },
  { why: 'from liked to liked', groups: [{ hosts: 'A B', hostRule: rule(true) }], expected: false },
  { why: 'hard rules do not count', groups: [{ hosts: 'B', hostRule: rule(true, true) }], expected: false },
  { why: 'rules of other VMs do not count', groups: [{ vms: 'y', hosts: 'B', hostRule: rule(true) }], expected: false },
  {
    why: 'the higher priority decides against',
    groups: [
      { hosts: 'A', hostRule: rule(true), priority: 2 },
      { hosts: 'B', hostRule: rule(true) },
    ],
    expected: false,
  },
  {
    why: 'the higher priority decides in favour',
    groups: [
      { hosts: 'A', hostRule: rule(true) },
      { hosts: 'B', hostRule: rule(true), priority: 2 },
    ],
    expected: true,
  },
  {
    why: 'rules of one priority cancel out, then the lower decides',
    groups: [
      { hosts: 'A', hostRule: rule(true), priority: 2 },
      { hosts: 'B', hostRule: rule(true), priority: 2 },
      { hosts: 'B', hostRule: rule(true) },
    ],
    expected: true,
  },
  { why: 'to more companions', others: 'y@B', groups: [{ vms: 'x y', vmRule: rule(true) }], expected: true },
  { why: 'to as many companions', others: 'y@A z@B', groups: [{ vms: 'x y z', vmRule: rule(true) }], expected: false },
  { why: 'to fewer companions', others: 'y@A', groups: [{ vms: 'x y', vmRule: rule(true) }], expected: false },
  { why: 'away from one to avoid', others: 'y@A', groups: [{ vms: 'x y', vmRule: rule(false) }], expected: true },
  {
    why: 'from one to avoid to another',
    others: 'y@A z@B',
    groups: [{ vms: 'x y z', vmRule: rule(false) }],
    expected: false,
  },
  {
    why: 'from two to avoid to one',
    others: 'y@A w@A z@B',
    groups: [{ vms: 'x y z w', vmRule: rule(false) }],
    expected: false,
  },
  {
    why: 'a gain in one kind and a loss in the other at the same priority',
    others: 'y@B z@B',
    groups: [
      { vms: 'x y', vmRule: rule(true) },
      { vms: 'x z', vmRule: rule(false) },
    ],
    expected: false,
  },
  {
    why: 'the gain has the higher priority',
    others: 'y@B z@B',
    groups: [
      { vms: 'x y', vmRule: rule(true), priority: 2 },
      { vms: 'x z', vmRule: rule(false) },
    ],
    expected: true,
  },
  {
    why: 'a gain between VMs, a loss with hosts',
    others: 'y@B',
    groups: [{ vms: 'x y', hosts: 'A', vmRule: rule(true), hostRule: rule(true), priority: 2 }],
    expected: true,
  },
  {
    why: 'hard rules between VMs do not count',
    others: 'y@B',
    groups: [{ vms: 'x y', vmRule: rule(true, true) }],
    expected: false,
  },
]

describe('gain by soft affinity rules', () => {
  it.each(cases)('$why: $expected', ({ others = '', groups, expected }) => {
    const x = aVmFacts({ id: 'x', hostId: 'A' })
    const vms = others
      .split(' ')
      .filter(Boolean)
      .map(text => text.split('@'))
      .map(([id = '', hostId = '']) => aVmFacts({ id, hostId }))
    const situation = aSituation({ vms: [x, ...vms] })
    expect(softRulesImprove(x, { sourceId: 'A', targetId: 'B' }, situation, groups.map(aGroup))).toBe(expected)
  })
})
