import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AffinityRule } from '../../../shared/model/affinity-group.ts'
import { aSituation, aVmFacts, type VmOver } from '../../../test/fakes/scheduling.ts'
import type { AffinityGroup } from '../facts/affinity-group.ts'
import type { Situation } from '../facts/situation.ts'
import { affinityRepairs, type PlacementQuestions, type Repair, type RepairKind } from './enforce-affinity.ts'

const OFF = { enabled: false, positive: true, enforcing: true }
const rule = (positive: boolean, enforcing: boolean) => ({ enabled: true, positive, enforcing })
const aGroup = (
  vmIds: readonly string[],
  hostIds: readonly string[],
  over: Partial<Pick<AffinityGroup, 'vmRule' | 'hostRule' | 'priority'>>,
): AffinityGroup => ({
  id: 'g',
  name: 'g',
  priority: 1,
  vmRule: OFF,
  hostRule: OFF,
  ...over,
  vmIds: new Set(vmIds),
  hostIds: new Set(hostIds),
})

/** Each kind of rule is broken once: by h and j with hosts, by v and w (apart), by t and u (together). */
const vms: VmOver[] = ['h@A', 'j@A', 'v@A', 'w@B', 't@A', 'u@A'].map(text => {
  const [id = '', hostId = ''] = text.split('@')
  return { id, hostId }
})
const groups = [
  aGroup(['t', 'u'], [], { vmRule: rule(false, false) }),
  aGroup(['j'], ['B'], { hostRule: rule(true, false) }),
  aGroup(['v', 'w'], [], { vmRule: rule(true, true) }),
  aGroup(['h'], ['B'], { hostRule: rule(true, true) }),
]
const free: PlacementQuestions = { canSchedule: () => ['B', 'C'], choose: () => 'B' }

const inMode = (over: Partial<Situation> = {}): Situation =>
  aSituation({
    cluster: { id: 'cluster1', name: 'Default', threadsAsCores: false, inUpgradeMode: false },
    vms: vms.map(aVmFacts),
    affinityGroups: groups,
    ...over,
  })

function all(situation: Situation, ask: PlacementQuestions = free) {
  const repairs: Repair[] = []
  const generator = affinityRepairs(situation, ask)
  for (;;) {
    const next = generator.next()
    if (next.done) return { repairs, end: next.value }
    repairs.push(next.value)
  }
}

const vmsWith = (id: string, over: VmOver) => vms.map(vm => aVmFacts(vm.id === id ? { ...vm, ...over } : vm))

const cases: {
  why: string
  situation?: Partial<Situation>
  ask?: Partial<PlacementQuestions>
  order: string
  end: string
}[] = [
  { why: 'hard before soft, hosts before VMs', order: 'h v w j t u', end: 'no-more-repairs' },
  { why: 'nobody breaks a rule', situation: { affinityGroups: [] }, order: '', end: 'affinity-kept' },
  {
    why: 'a VM migrates',
    situation: { vms: vmsWith('u', { status: 'migrating' }) },
    order: '',
    end: 'migration-in-progress',
  },
  {
    why: 'the cluster is in upgrade mode',
    situation: { cluster: { id: 'c', name: 'c', threadsAsCores: false, inUpgradeMode: true } },
    order: '',
    end: 'upgrade-mode',
  },
  {
    why: 'not known whether it is',
    situation: { cluster: { id: 'c', name: 'c', threadsAsCores: false } },
    order: '',
    end: 'missing-fact',
  },
  {
    why: 'a VM that may be migrating',
    situation: { vms: vmsWith('u', { status: undefined }) },
    order: '',
    end: 'missing-fact',
  },
  {
    why: 'a VM that only a person may move',
    situation: { vms: vmsWith('h', { placement: 'user_migratable' }) },
    order: 'v w j t u',
    end: 'repair-impossible',
  },
  {
    why: 'the engine itself',
    situation: { vms: vmsWith('h', { isHostedEngine: true }) },
    order: 'v w j t u',
    end: 'repair-impossible',
  },
  {
    why: 'a VM beside a member of its group that may not move',
    situation: { vms: vmsWith('t', { placement: 'pinned' }) },
    order: 'h v w j',
    end: 'repair-impossible',
  },
  {
    why: 'no host would take one',
    ask: { canSchedule: id => (id === 'h' ? [] : ['B']) },
    order: 'v w j t u',
    end: 'repair-impossible',
  },
  { why: 'soft: the scheduler would leave them', ask: { choose: () => 'A' }, order: 'h v w', end: 'repair-impossible' },
  {
    why: 'soft: the scheduler finds no host',
    ask: { choose: () => undefined },
    order: 'h v w',
    end: 'repair-impossible',
  },
  { why: 'soft: another host is no better', ask: { choose: () => 'C' }, order: 'h v w t u', end: 'repair-impossible' },
]

describe('repair of affinity rules', () => {
  it.each(cases)('$why', ({ situation, ask, order, end }) => {
    const found = all(inMode(situation), { ...free, ...ask })
    expect(found.repairs.map(({ vmId }) => vmId).join(' ')).toBe(order)
    expect(found.end.code).toBe(end)
  })

  it('affinity groups that were not read', () => {
    const { affinityGroups: _, ...rest } = inMode()
    expect(all(rest).end).toMatchObject({ code: 'missing-fact', values: { field: 'situation.affinityGroups' } })
  })

  it('offers all hosts for a hard rule, and for a soft one the host it was judged for', () => {
    const { repairs } = all(inMode())
    expect(repairs.map(({ kind, hostIds }) => [kind, hostIds.join(' ')])).toEqual([
      ['hard-vm-host', 'B C'],
      ['hard-vm-vm', 'B C'],
      ['hard-vm-vm', 'B C'],
      ['soft-vm-host', 'B'],
      ['soft-vm-vm', 'B'],
      ['soft-vm-vm', 'B'],
    ])
  })

  it('asks no more than is needed for the first', () => {
    const asked: string[] = []
    const canSchedule = (id: string, excluded: readonly string[]) => {
      asked.push(`${id} not on ${excluded.join(' ')}`)
      return ['B']
    }
    affinityRepairs(inMode(), { ...free, canSchedule }).next()
    expect(asked).toEqual(['h not on A'])
  })

  it('each VM once, only such as move freely, hard before soft', () => {
    const ids = ['a', 'b', 'c', 'd', 'e']
    const aRule: fc.Arbitrary<AffinityRule> = fc.record({
      enabled: fc.boolean(),
      positive: fc.boolean(),
      enforcing: fc.boolean(),
    })
    const someGroup = fc
      .record({
        members: fc.subarray(ids),
        hosts: fc.subarray(['A', 'B', 'C']),
        priority: fc.integer({ min: 1, max: 3 }),
        vmRule: aRule,
        hostRule: aRule,
      })
      .map(({ members, hosts, ...over }) => aGroup(members, hosts, over))
    const someVms = fc.tuple(
      ...ids.map(id =>
        fc
          .record({
            hostId: fc.constantFrom('A', 'B', 'C', undefined),
            placement: fc.constantFrom('migratable' as const, 'user_migratable' as const, 'pinned' as const),
          })
          .map(over => aVmFacts({ id, ...over })),
      ),
    )
    const rank: Record<RepairKind, number> = { 'hard-vm-host': 0, 'hard-vm-vm': 1, 'soft-vm-host': 2, 'soft-vm-vm': 3 }
    fc.assert(
      fc.property(someVms, fc.array(someGroup, { maxLength: 6 }), (made, affinityGroups) => {
        const { repairs } = all(inMode({ vms: made, affinityGroups }))
        expect(new Set(repairs.map(({ vmId }) => vmId)).size).toBe(repairs.length)
        const ranks = repairs.map(({ kind }) => rank[kind])
        expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
        for (const { vmId } of repairs) expect(made.find(({ id }) => id === vmId)?.placement).toBe('migratable')
      }),
    )
  })
})
