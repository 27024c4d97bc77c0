import { describe, expect, it } from 'vitest'
import type { Plan, PlanObjective } from '../../shared/plan/plan.ts'
import { reason } from '../../shared/policy/reason.ts'
import { aVm } from '../../test/fakes/builders.ts'
import { aPlannedSnapshot, aUsedHost, placesAfter, planOf } from '../../test/fakes/cluster-plans.ts'
import { pendingOn } from '../scheduling/facts/situation.ts'
import { dropped, eachVm, type FilterUnit, kept } from '../scheduling/unit.ts'

const six = ['a', 'b', 'c', 'd', 'e', 'f'].map(id => aVm({ id, memoryMiB: 8000, hostId: 'h0' }))
const hosts = [aUsedHost('h0', 50_000), aUsedHost('h1', 2000), aUsedHost('h2', 2000)]
const uneven = aPlannedSnapshot(hosts, six)
const evacuate = (...hostIds: string[]): PlanObjective => ({ kind: 'evacuate', hostIds })
const tagged = reason('vm-excluded', 'It has the tag leave-alone.')
const blockedIn = ({ blocked }: Plan) => blocked.map(({ id, reason: { code } }) => `${id} ${code}`)

/** Rejects these, as "vm host". */
const rejecting = (...pairs: string[]): FilterUnit => ({
  kind: 'filter',
  id: 'site',
  name: 'Site',
  properties: [],
  filter: eachVm((vm, host) => (pairs.includes(`${vm.id} ${host.id}`) ? dropped(reason('no', 'No.')) : kept)),
})

describe('balance', () => {
  it('makes use even, and says what each move gains', () => {
    const plan = planOf(uneven)
    expect(Object.values(placesAfter(uneven, plan)).toSorted()).toEqual(['h0', 'h0', 'h1', 'h1', 'h2', 'h2'])
    expect(plan.scoreAfter ?? 0).toBeGreaterThan((plan.scoreBefore ?? 100) + 50)
    expect(plan.pointsAfter).toBeLessThan(plan.pointsBefore)
    expect(plan.pointsBound).toBeLessThanOrEqual(plan.pointsAfter)
    for (const { gainPoints, because } of plan.steps) {
      expect(gainPoints).toBeGreaterThan(0)
      expect(because.code).toBe('plan-gain')
    }
  })

  it('leaves an even cluster alone', () => {
    const even = aPlannedSnapshot(
      hosts.map(({ id }) => aUsedHost(id, 18_000)),
      six.map((vm, at) => ({ ...vm, hostId: `h${at % 3}` })),
    )
    expect(planOf(even, { level: 5 })).toMatchObject({
      steps: [],
      blocked: [],
      emptied: [],
      makespanS: 0,
      transferMiB: 0,
    })
  })

  it('is the same for the same cluster', () => expect(planOf(uneven)).toEqual(planOf(uneven)))

  it('tells better and better plans on the way, the last as good as the answer', () => {
    const told: Plan[] = []
    const plan = planOf(uneven, {}, { onBetter: better => told.push(better) })
    expect(told.length).toBeGreaterThan(0)
    expect(told.map(({ pointsAfter }) => pointsAfter)).toEqual(
      told.map(({ pointsAfter }) => pointsAfter).toSorted((a, b) => b - a),
    )
    expect(told.at(-1)).toEqual(plan)
  })

  it('moves less at a lower level', () => {
    const slight = aPlannedSnapshot(
      [aUsedHost('h0', 24_000), aUsedHost('h1', 19_500)],
      [aVm({ id: 'a', hostId: 'h0', memoryMiB: 2000 }), aVm({ id: 'b', hostId: 'h0', memoryMiB: 22_000 })],
    )
    expect([1, 5].map(level => planOf(slight, { level }).steps.length)).toEqual([0, 1])
  })
})

describe('VMs that stay', () => {
  it.each([
    { why: 'pinned', vm: { placement: 'pinned' } },
    { why: 'moved by hand only', vm: { placement: 'user_migratable' } },
    { why: 'not responding', vm: { status: 'not_responding' } },
    { why: 'migrating already', vm: { status: 'migrating' } },
    { why: 'in a state that is not known', vm: { status: undefined } },
  ] as const)('are those that are $why', ({ vm }) => {
    const snapshot = aPlannedSnapshot(
      hosts,
      six.map(one => (one.id < 'd' ? { ...one, ...vm } : one)),
    )
    const places = placesAfter(snapshot, planOf(snapshot))
    expect(['a', 'b', 'c'].map(id => places[id])).toEqual(['h0', 'h0', 'h0'])
    expect(['d', 'e', 'f'].map(id => places[id])).not.toContain('h0')
  })

  it.each([
    { kind: 'balance' },
    { kind: 'repair' },
    evacuate('h0'),
    { kind: 'restore', places: [{ vmId: 'a', hostId: 'h1' }] },
  ] as const)('are excluded ones, also for $kind', objective => {
    const plan = planOf(uneven, { objective: objective as PlanObjective, excluded: new Map([['a', tagged]]) })
    expect(placesAfter(uneven, plan).a).toBe('h0')
    const mustMove = objective.kind === 'evacuate' || objective.kind === 'restore'
    expect(plan.blocked.filter(({ id }) => id === 'a')).toEqual(
      mustMove ? [{ id: 'a', name: 'a', reason: tagged }] : [],
    )
  })

  it.each(['maintenance', 'non_operational', undefined] as const)(
    'are those of hosts that are %s, which get none',
    status => {
      const snapshot = aPlannedSnapshot(
        [...hosts.slice(0, 2), aUsedHost('h2', 50_000, { status })],
        [...six, aVm({ id: 'x', hostId: 'h2' })],
      )
      const places = placesAfter(snapshot, planOf(snapshot))
      expect([places.x, Object.values(places).filter(id => id === 'h2')]).toEqual(['h2', ['h2']])
      expect(Object.values(places)).toContain('h1')
    },
  )
})

describe('filters', () => {
  it('that reject one host for one VM send it to another, and nobody else', () => {
    const filters = [rejecting('a h1', 'b h2')]
    const places = placesAfter(uneven, planOf(uneven, { objective: evacuate('h0'), filters }))
    expect([places.a, places.b]).toEqual(['h2', 'h1'])
    const spread = ['c', 'd', 'e', 'f'].map(id => places[id])
    expect(new Set(spread)).toEqual(new Set(['h1', 'h2']))
  })

  it('that leave a VM no host keep it alone', () => {
    const filters = [rejecting('a h1', 'a h2')]
    const plan = planOf(uneven, { objective: evacuate('h0'), filters })
    expect([plan.steps.length, blockedIn(plan)]).toEqual([5, ['a no-host']])
  })

  /** As few VMs as these may be on h1: what it says changes as VMs move. */
  const atMost = (most: number): FilterUnit => ({
    ...rejecting(),
    filter: eachVm((_, host, situation) => {
      const there = host.vmCount + pendingOn(situation, host.id).length
      return host.id === 'h1' && there >= most ? dropped(reason('full', 'Full.')) : kept
    }),
  })
  it.each([0, 1, 2])('that reject all but %d in the course of a plan have it planned anew', most => {
    const plan = planOf(uneven, { filters: [atMost(most)] }, { looks: 100 })
    const on = (hostId: string) => Object.values(placesAfter(uneven, plan)).filter(id => id === hostId).length
    expect(on('h1')).toBe(most)
    expect(on('h2')).toBeGreaterThanOrEqual(2)
  })

  it('are named, each that was asked', () => {
    const { checkedBy } = planOf(uneven, { filters: [rejecting()] })
    expect(checkedBy).toEqual(expect.arrayContaining(['Memory', 'VmAffinityGroups', 'Site']))
  })
})
