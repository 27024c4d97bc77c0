import { describe, expect, it } from 'vitest'
import type { AffinityGroup } from '../../shared/model/affinity-group.ts'
import { objectiveKinds, type Plan, type PlanObjective } from '../../shared/plan/plan.ts'
import { reason } from '../../shared/policy/reason.ts'
import { aVm } from '../../test/fakes/builders.ts'
import { aGroup, aPlannedSnapshot, aUsedHost, placesAfter, planOf } from '../../test/fakes/cluster-plans.ts'

const hosts = [aUsedHost('h0', 50_000), aUsedHost('h1', 2000), aUsedHost('h2', 2000)]
/** "id host". */
const vmsAt = (...places: string[]) =>
  places.map(place => aVm({ id: place.split(' ')[0] ?? '', hostId: place.split(' ')[1] ?? '', memoryMiB: 8000 }))
const six = vmsAt('a h0', 'b h0', 'c h0', 'd h0', 'e h0', 'f h0')
const rule = (positive: boolean, enforcing = true) => ({ enabled: true, positive, enforcing })
const apart = (...vmIds: string[]): AffinityGroup => aGroup({ vmIds, vmRule: rule(false) })
const together = (...vmIds: string[]): AffinityGroup => aGroup({ vmIds, vmRule: rule(true) })
const onHosts = (positive: boolean, vmIds: string[], hostIds: string[]) =>
  aGroup({ vmIds, hostIds, hostRule: rule(positive) })
const repair = { objective: { kind: 'repair' } } as const
const blockedIn = ({ blocked }: Plan) => blocked.map(({ id, reason: { code } }) => `${id} ${code}`)

describe('rules that are kept', () => {
  const aloneOn2 = vmsAt('a h0', 'b h0', 'c h0', 'd h0', 'e h0', 'x h1')
  const objectives: readonly PlanObjective[] = [
    { kind: 'balance' },
    { kind: 'density' },
    { kind: 'repair' },
    { kind: 'evacuate', hostIds: ['h0'] },
    { kind: 'restore', places: ['a', 'b', 'c'].map(vmId => ({ vmId, hostId: 'h1' })) },
  ]
  it('are tried with each objective', () => expect(objectives.map(({ kind }) => kind)).toEqual([...objectiveKinds]))

  it.each(objectives)('stay kept: apart, for $kind', objective => {
    const snapshot = aPlannedSnapshot(hosts, aloneOn2, [aGroup({ id: 'g', vmIds: ['a', 'x'], vmRule: rule(false) })])
    const places = placesAfter(snapshot, planOf(snapshot, { objective }))
    expect(places.a).not.toBe(places.x)
  })

  it.each(objectives)('stay kept: together, for $kind', objective => {
    const snapshot = aPlannedSnapshot(hosts, six, [together('a', 'b')])
    const places = placesAfter(snapshot, planOf(snapshot, { objective }))
    expect([places.a, places.b]).toEqual(['h0', 'h0'])
  })

  it.each(objectives)('stay kept: on some hosts, for $kind', objective => {
    const snapshot = aPlannedSnapshot(hosts, six, [onHosts(true, ['a', 'b'], ['h0', 'h2'])])
    const places = placesAfter(snapshot, planOf(snapshot, { objective }))
    expect([places.a, places.b]).not.toContain('h1')
  })

  it.each(objectives)('stay kept: off some hosts, for $kind', objective => {
    const snapshot = aPlannedSnapshot(hosts, six, [onHosts(false, ['a', 'b'], ['h1'])])
    const places = placesAfter(snapshot, planOf(snapshot, { objective }))
    expect([places.a, places.b]).not.toContain('h1')
  })

  it('of other VMs bind nobody else', () => {
    const snapshot = aPlannedSnapshot(hosts, six, [onHosts(false, ['a'], ['h1', 'h2'])])
    const plan = planOf(snapshot, { objective: { kind: 'evacuate', hostIds: ['h0'] } })
    expect([plan.steps.length, blockedIn(plan)]).toEqual([5, ['a no-host']])
  })

  it('are named where they keep VMs on a host that is to be emptied', () => {
    const snapshot = aPlannedSnapshot(hosts, six, [{ ...together('a', 'b'), name: 'web' }])
    const { blocked } = planOf(snapshot, { objective: { kind: 'evacuate', hostIds: ['h0'] } })
    expect(blocked.map(({ id, reason: { text } }) => [id, text])).toEqual(
      ['a', 'b'].map(id => [id, 'The rule web keeps it with 1 other VM(s); one of them alone may not leave.']),
    )
  })

  it('are wishes only where they do not bind', () => {
    const wishes = [
      aGroup({ id: 'g1', vmIds: ['a', 'b'], vmRule: rule(true, false) }),
      aGroup({ id: 'g2', vmIds: ['c'], hostIds: ['h0'], hostRule: rule(true, false) }),
    ]
    const snapshot = aPlannedSnapshot(hosts, six, wishes)
    const plan = planOf(snapshot, { objective: { kind: 'evacuate', hostIds: ['h0'] } })
    expect([plan.steps.length, plan.blocked]).toEqual([6, []])
    expect(planOf(snapshot, repair).steps).toEqual([])
  })
})

describe('rules that are broken', () => {
  it.each([
    { why: 'two together that belong apart', vms: six, groups: [apart('a', 'b')], steps: 1 },
    { why: 'three together that belong apart', vms: six, groups: [apart('a', 'b', 'c')], steps: 2 },
    { why: 'one on a host where it may not be', vms: six, groups: [onHosts(false, ['a'], ['h0'])], steps: 1 },
    { why: 'two off the only host for them', vms: six, groups: [onHosts(true, ['a', 'b'], ['h2'])], steps: 2 },
    {
      why: 'one away from those it belongs to',
      vms: vmsAt('a h0', 'b h0', 'c h1'),
      groups: [together('a', 'b', 'c')],
      steps: 1,
    },
  ])('are mended with the fewest moves: $why', ({ vms, groups, steps }) => {
    const snapshot = aPlannedSnapshot(hosts, vms, groups)
    const plan = planOf(snapshot, repair)
    expect([plan.steps.length, plan.blocked]).toEqual([steps, []])
    const [group] = groups as [AffinityGroup]
    const places = placesAfter(snapshot, plan)
    const on = group.vmIds.map(id => places[id] ?? '')
    if (group.vmRule.enabled) expect(new Set(on).size).toBe(group.vmRule.positive ? 1 : on.length)
    else for (const id of on) expect(group.hostIds.includes(id)).toBe(group.hostRule.positive)
    expect(new Set(plan.steps.map(({ because }) => because.code))).toEqual(
      new Set([group.vmRule.enabled ? 'vm-rule-broken' : 'host-rule-broken']),
    )
  })

  it('are mended beside what else is gained', () => {
    const snapshot = aPlannedSnapshot(hosts, six, [apart('a', 'b')])
    const plan = planOf(snapshot)
    const places = placesAfter(snapshot, plan)
    expect(places.a).not.toBe(places.b)
    expect(plan.steps.length).toBeGreaterThan(1)
    expect(plan.scoreAfter ?? 0).toBeGreaterThan(plan.scoreBefore ?? 100)
  })

  it('are mended as far as there are hosts', () => {
    const plan = planOf(aPlannedSnapshot(hosts, six, [apart('a', 'b', 'c', 'd')]), repair)
    expect([plan.steps.length, blockedIn(plan)]).toEqual([2, ['d no-host']])
  })

  it('stay broken where the VM is left alone, and that is said', () => {
    const snapshot = aPlannedSnapshot(hosts, six, [onHosts(false, ['a'], ['h0'])])
    const excluded = new Map([['a', reason('vm-excluded', 'It has the tag leave-alone.')]])
    const plan = planOf(snapshot, { ...repair, excluded })
    expect([plan.steps, blockedIn(plan)]).toEqual([[], ['a vm-excluded']])
  })

  it('are not mended at the price of another', () => {
    const groups = [onHosts(false, ['a'], ['h0']), { ...apart('a', 'x'), id: 'g2' }, { ...apart('a', 'y'), id: 'g3' }]
    const snapshot = aPlannedSnapshot(hosts, [...vmsAt('x h1', 'y h2'), ...six], groups)
    const places = placesAfter(snapshot, planOf(snapshot, repair))
    expect([places.a === places.x, places.a === places.y]).toEqual([false, false])
  })
})
