import { describe, expect, it } from 'vitest'
import type { Plan, PlanObjective } from '../../shared/plan/plan.ts'
import { aVm } from '../../test/fakes/builders.ts'
import { aPlannedSnapshot, aUsedHost, placesAfter, planOf, shortSteps } from '../../test/fakes/cluster-plans.ts'

const six = ['a', 'b', 'c', 'd', 'e', 'f'].map(id => aVm({ id, memoryMiB: 8000, hostId: 'h0' }))
const hosts = [aUsedHost('h0', 50_000), aUsedHost('h1', 2000), aUsedHost('h2', 2000)]
const uneven = aPlannedSnapshot(hosts, six)
const evacuate = (...hostIds: string[]): PlanObjective => ({ kind: 'evacuate', hostIds })
const blockedIn = ({ blocked }: Plan) => blocked.map(({ id, reason: { code } }) => `${id} ${code}`)

describe('evacuate', () => {
  it('empties the host', () => {
    const plan = planOf(uneven, { objective: evacuate('h0') })
    expect(Object.values(placesAfter(uneven, plan))).not.toContain('h0')
    expect(plan).toMatchObject({ emptied: [{ id: 'h0' }], blocked: [] })
    expect(new Set(plan.steps.map(({ because }) => because.code))).toEqual(new Set(['plan-evacuate']))
  })

  it('empties several, into none of them', () => {
    const plan = planOf(uneven, { objective: evacuate('h0', 'h1') })
    expect(new Set(Object.values(placesAfter(uneven, plan)))).toEqual(new Set(['h2']))
  })

  it('says who cannot leave and why, and moves the others', () => {
    const snapshot = aPlannedSnapshot(hosts, [...six, aVm({ id: 'p', hostId: 'h0', placement: 'pinned' })])
    const plan = planOf(snapshot, { objective: evacuate('h0') })
    expect(blockedIn(plan)).toEqual(['p pinned'])
    expect([plan.steps.length, plan.emptied]).toEqual([6, []])
  })

  it('says for which VMs there is no room', () => {
    const snapshot = aPlannedSnapshot([aUsedHost('h0', 50_000), aUsedHost('h1', 46_000)], six)
    const plan = planOf(snapshot, { objective: evacuate('h0') })
    expect([plan.steps.length, blockedIn(plan).length]).toEqual([2, 4])
    expect(new Set(plan.blocked.map(one => one.reason.code))).toEqual(new Set(['no-host']))
  })

  it('has others make room', () => {
    const snapshot = aPlannedSnapshot(
      [aUsedHost('h0', 22_000), aUsedHost('h1', 50_000), aUsedHost('h2', 52_000)],
      [
        aVm({ id: 'big', hostId: 'h0', memoryMiB: 20_000 }),
        aVm({ id: 'small', hostId: 'h1', memoryMiB: 8000 }),
        aVm({ id: 'rest', hostId: 'h1', memoryMiB: 38_000 }),
      ],
    )
    const plan = planOf(snapshot, { objective: evacuate('h0') })
    expect(shortSteps(plan)).toEqual(['small h1>h2', 'big h0>h1'])
    expect(plan.steps.map(({ after, because }) => [after, because.code])).toEqual([
      [[], 'plan-make-room'],
      [[0], 'plan-evacuate'],
    ])
  })
})

describe('density', () => {
  const spread = aPlannedSnapshot(
    ['h0', 'h1', 'h2'].map(id => aUsedHost(id, 10_000)),
    ['h0', 'h1', 'h2'].map(hostId => aVm({ id: `on-${hostId}`, hostId, memoryMiB: 8000 })),
  )
  it('empties hosts and tells which', () => {
    const plan = planOf(spread, { objective: { kind: 'density' } })
    expect([new Set(Object.values(placesAfter(spread, plan))).size, plan.emptied.length]).toEqual([1, 2])
    expect(new Set(plan.steps.map(({ because }) => because.code))).toEqual(new Set(['plan-density']))
  })

  it.each([
    { hostsInReserve: 1, emptied: 1 },
    { hostsInReserve: 2, emptied: 0 },
    { hostsInReserve: 9, emptied: 0 },
  ])('keeps $hostsInReserve in reserve', ({ hostsInReserve, emptied }) =>
    expect(planOf(spread, { objective: { kind: 'density' }, hostsInReserve }).emptied).toHaveLength(emptied),
  )

  it('only mends at level 1', () =>
    expect(planOf(spread, { objective: { kind: 'density' }, level: 1 }).steps).toEqual([]))

  it('fills no host beyond its bound', () => {
    const full = aPlannedSnapshot(
      [aUsedHost('h0', 55_000), aUsedHost('h1', 10_000)],
      [aVm({ id: 'a', hostId: 'h0', memoryMiB: 53_000 }), aVm({ id: 'b', hostId: 'h1', memoryMiB: 8000 })],
    )
    expect(planOf(full, { objective: { kind: 'density' } }).steps).toEqual([])
  })
})

describe('restore', () => {
  const restore = (...places: readonly [string, string][]): PlanObjective => ({
    kind: 'restore',
    places: places.map(([vmId, hostId]) => ({ vmId, hostId })),
  })

  it('goes back, however uneven that is', () => {
    const plan = planOf(uneven, { objective: restore(['a', 'h1'], ['b', 'h1'], ['c', 'h2']) })
    expect(shortSteps(plan).toSorted()).toEqual(['a h0>h1', 'b h0>h1', 'c h0>h2'])
    expect(new Set(plan.steps.map(({ because }) => because.code))).toEqual(new Set(['plan-restore']))
  })

  it.each([
    { why: 'is there already', place: ['a', 'h0'] },
    { why: 'is gone', place: ['z', 'h1'] },
    { why: 'was on a host that is gone', place: ['a', 'h9'] },
  ] as const)('leaves alone what $why', ({ place: [vmId, hostId] }) =>
    expect(planOf(uneven, { objective: restore([vmId, hostId]) }).steps).toEqual([]),
  )

  it('has VMs that change places go by a third host', () => {
    const full = [aUsedHost('h0', 42_000), aUsedHost('h1', 42_000), aUsedHost('h2', 2000)]
    const vms = ['h0', 'h1'].map(hostId => aVm({ id: `of-${hostId}`, hostId, memoryMiB: 40_000 }))
    const plan = planOf(aPlannedSnapshot(full, vms), { objective: restore(['of-h0', 'h1'], ['of-h1', 'h0']) })
    expect(shortSteps(plan)).toEqual(['of-h0 h0>h2p', 'of-h1 h1>h0', 'of-h0 h2>h1'])
    expect(plan.steps.map(({ after, because }) => [after, because.code])).toEqual([
      [[], 'plan-parking'],
      [[0], 'plan-restore'],
      [[0, 1], 'plan-restore'],
    ])
    expect(plan).toMatchObject({ makespanS: 120, transferMiB: 120_000, blocked: [] })
  })

  it('has what fits back and says what does not', () => {
    const snapshot = aPlannedSnapshot([aUsedHost('h0', 50_000), aUsedHost('h1', 50_000)], six)
    const plan = planOf(snapshot, { objective: restore(['a', 'h1'], ['b', 'h1']) })
    expect([plan.steps.length, blockedIn(plan)]).toEqual([1, [expect.stringContaining('no-way')]])
  })
})
