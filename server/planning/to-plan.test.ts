import { describe, expect, it } from 'vitest'
import type { PlanObjective } from '../../shared/plan/plan.ts'
import { reason, type Skipped } from '../../shared/policy/reason.ts'
import { aPlanRequest } from '../../test/fakes/cluster-plans.ts'
import { aPlanHost, aPlanInput, aPlanVm } from '../../test/fakes/plan-inputs.ts'
import type { MadePlan } from '../planner/objective/make-plan.ts'
import type { PlannedMove } from '../planner/plan/placement-plan.ts'
import type { CheckedMove } from './check-plan.ts'
import type { Leaver } from './leavers-of.ts'
import { toPlan } from './to-plan.ts'

const input = aPlanInput({
  hosts: ['h0', 'h1', 'h2'].map(id =>
    aPlanHost({ id, memoryMiB: 100_000, memoryUsedMiB: 50_000, threads: 10, cpuPercent: 40 }),
  ),
  vms: ['a', 'b', 'c'].map(id => aPlanVm({ id, memoryMiB: 10_000, cpuPoints: 100 })),
})
/** "vm from>to after" by number, "p" for parking; each takes ten seconds after those before. */
function moves(...texts: string[]): PlannedMove[] {
  const made: PlannedMove[] = []
  for (const text of texts) {
    const [vm = 0, from = 0, to = 0, ...after] = (text.match(/\d+/g) ?? []).map(Number)
    const startsAtS = Math.max(0, ...after.map(one => made[one]?.endsAtS ?? 0))
    made.push({ vm, from, to, isParking: text.includes('p'), after, startsAtS, endsAtS: startsAtS + 10 })
  }
  return made
}
const no = { unit: 'Memory', reason: reason('memory-too-little', 'Too little.') }

type Given = Readonly<{
  moves?: PlannedMove[]
  blocked?: MadePlan['plan']['blocked']
  stuck?: number[]
  gains?: Map<number, number>
  rejected?: number[]
  fixed?: Skipped[]
  leavers?: Leaver[]
  objective?: PlanObjective
}>
function shown({
  moves: of = [],
  blocked = [],
  stuck = [],
  gains = new Map(),
  rejected = [],
  fixed = [],
  leavers = [],
  objective,
}: Given) {
  const plan = { moves: of, makespanS: Math.max(0, ...of.map(({ endsAtS }) => endsAtS)), blocked }
  const checked = of.map(
    (_, move): CheckedMove => ({
      move,
      unknown: move === 0 ? ['Network'] : [],
      ...(rejected.includes(move) && { rejected: no }),
    }),
  )
  return toPlan({
    cluster: { input, fixed, leavers: new Map(leavers.map(leaver => [leaver.id, leaver])) },
    made: { plan, gains, emptied: [], stuck, initialPoints: 12.345, points: 2.26, boundPoints: 1 },
    checked,
    request: aPlanRequest({ ...(objective && { objective }) }),
    checkedBy: ['Memory', 'Network'],
  })
}
const steps = (given: Given) =>
  shown(given).steps.map(({ index, vm, to, after }) => `${index} ${vm.id}>${to.id} [${after}]`)
const codes = (given: Given) => shown(given).steps.map(({ because }) => because.code)
const blockedIn = (given: Given) =>
  shown(given).blocked.map(({ id, reason: { code, text } }) => `${id} ${code}: ${text}`)

describe('steps', () => {
  it('say what, when and what for', () =>
    expect(shown({ moves: moves('0: 0>1'), gains: new Map([[0, 3.123]]) }).steps).toEqual([
      {
        index: 0,
        vm: { id: 'a', name: 'a' },
        from: { id: 'h0', name: 'h0' },
        to: { id: 'h1', name: 'h1' },
        isParking: false,
        after: [],
        startsAtS: 0,
        endsAtS: 10,
        transferMiB: 10_000,
        downtimeMs: 0,
        gainPoints: 3.1,
        because: expect.objectContaining({ text: 'Without this move the cluster stands 3.1 points worse.' }),
        unknown: ['Network'],
        load: { memoryMiB: 10_000, cpuPoints: 100, vcpus: 1 },
      },
    ]))

  it.each([
    { why: 'none is rejected', rejected: [], expected: ['0 a>h1 []', '1 b>h2 []', '2 c>h1 [0,1]'] },
    { why: 'the last is', rejected: [2], expected: ['0 a>h1 []', '1 b>h2 []'] },
    { why: 'one is that another comes after', rejected: [1], expected: ['0 a>h1 []'] },
    { why: 'one is that nothing but the last comes after', rejected: [0], expected: ['0 b>h2 []'] },
  ])('are those that may be when $why', ({ rejected, expected }) =>
    expect(steps({ moves: moves('0: 0>1', '1: 0>2', '2: 0>1 0,1'), rejected })).toEqual(expected),
  )

  it('are numbered anew', () =>
    expect(steps({ moves: moves('0: 0>1', '1: 0>2', '2: 0>1 1'), rejected: [0] })).toEqual(['0 b>h2 []', '1 c>h1 [0]']))

  it('do not park a VM that could not go on', () => {
    const swap = moves('0: 0>2 p', '1: 0>1 0', '0: 2>1 0,1')
    expect(steps({ moves: swap })).toHaveLength(3)
    expect(steps({ moves: swap, rejected: [2] })).toEqual([])
    expect(steps({ moves: swap, rejected: [1] })).toEqual([])
  })

  it.each([
    { why: 'it gains', objective: { kind: 'balance' }, gains: new Map([[0, 2]]), code: 'plan-gain' },
    { why: 'others need it', objective: { kind: 'balance' }, gains: new Map(), code: 'plan-needed' },
    {
      why: 'a host is emptied',
      objective: { kind: 'evacuate', hostIds: ['h0'] },
      gains: new Map(),
      code: 'plan-evacuate',
    },
    {
      why: 'it makes room',
      objective: { kind: 'evacuate', hostIds: ['h2'] },
      gains: new Map(),
      code: 'plan-make-room',
    },
    { why: 'hosts are saved', objective: { kind: 'density' }, gains: new Map([[0, 2]]), code: 'plan-density' },
    {
      why: 'it goes back',
      objective: { kind: 'restore', places: [{ vmId: 'a', hostId: 'h1' }] },
      gains: new Map(),
      code: 'plan-restore',
    },
  ] as const)('say why: $why', ({ objective, gains, code }) =>
    expect(
      codes({ moves: moves('0: 0>1'), gains: new Map(gains), objective: objective as unknown as PlanObjective }),
    ).toEqual([code]),
  )

  it('name the broken rule before anything else, and parking before that', () => {
    const leavers = [{ id: 'a', because: reason('vm-rule-broken', 'Apart.') }]
    expect(codes({ moves: moves('0: 0>2 p', '0: 2>1 0'), leavers })).toEqual(['plan-parking', 'vm-rule-broken'])
  })
})

describe('figures', () => {
  const now = { memoryTotalMiB: 100_000, memoryUsedMiB: 50_000, logicalCpus: 10, cpuPoints: 400 }
  const host = (id: string, [memory, cpu, before, after]: readonly [number, number, number, number]) => ({
    host: { id, name: id },
    memoryBeforePercent: 50,
    memoryAfterPercent: memory,
    cpuBeforePercent: 40,
    cpuAfterPercent: cpu,
    vcpusPerCpuBefore: before / 10,
    vcpusPerCpuAfter: after / 10,
    vmsBefore: before,
    vmsAfter: after,
    now: { ...now, vcpus: before },
  })
  it('of hosts are given where VMs come or go, parked ones too, as it will be', () =>
    expect(shown({ moves: moves('0: 0>2 p', '0: 2>1 0', '1: 0>1') }).hosts).toEqual([
      host('h0', [30, 20, 3, 1]),
      host('h1', [70, 60, 0, 2]),
      host('h2', [50, 40, 0, 0]),
    ]))

  it('are of what is left of the plan', () => {
    const given = { moves: moves('0: 0>1', '1: 0>1', '2: 0>1 0') }
    expect(shown(given)).toMatchObject({ makespanS: 20, transferMiB: 30_000, emptied: [{ id: 'h0' }] })
    expect(shown({ ...given, rejected: [2] })).toMatchObject({ makespanS: 10, transferMiB: 20_000, emptied: [] })
    expect(shown({})).toMatchObject({ makespanS: 0, transferMiB: 0, hosts: [], emptied: [] })
  })

  it('are rounded, and complete', () =>
    expect(shown({})).toMatchObject({
      objective: { kind: 'balance' },
      level: 3,
      pointsBefore: 12.3,
      pointsAfter: 2.3,
      pointsBound: 1,
      scoreBefore: 100,
      scoreAfter: 100,
      checkedBy: ['Memory', 'Network'],
    }))
})

describe('blocked', () => {
  const pinned = { id: 'a', name: 'a', reason: reason('pinned', 'a is pinned to its host.') }
  const emptied = { objective: { kind: 'evacuate', hostIds: ['h0'] } } as const
  it.each([
    {
      why: 'a VM for which there is no host',
      given: { stuck: [0] },
      expected: ['a no-host: No host that the rules leave to a has room for it.'],
    },
    {
      why: 'a pinned VM on a host that is to be emptied',
      given: { fixed: [pinned], stuck: [0, 1], objective: { kind: 'evacuate', hostIds: ['h0'] } },
      expected: ['a pinned: a is pinned to its host.', 'b no-host: No host that the rules leave to b has room for it.'],
    },
    {
      why: 'a pinned VM that breaks a rule',
      given: { fixed: [pinned], leavers: [{ id: 'a', because: reason('vm-rule-broken', '') }] },
      expected: ['a pinned: a is pinned to its host.'],
    },
    { why: 'no pinned VM that need not move', given: { fixed: [pinned] }, expected: [] },
    {
      why: 'no room on the way',
      given: { blocked: [{ vm: 0, to: 1, lacks: [0], apartFrom: [] }] },
      expected: ['a no-way: a cannot get to h1: there is no room on the way.'],
    },
    {
      why: 'foes on the way',
      given: { blocked: [{ vm: 0, to: 1, lacks: [], apartFrom: [1, 2] }] },
      expected: ['a no-way: a cannot get to h1: it must be apart from b, c.'],
    },
    {
      why: 'a pinned VM that should go somewhere, by its own reason',
      given: { fixed: [pinned], blocked: [{ vm: 0, to: 1, lacks: [], apartFrom: [] }] },
      expected: ['a pinned: a is pinned to its host.'],
    },
    {
      why: 'what a filter rejects',
      given: { moves: moves('0: 0>1'), rejected: [0] },
      expected: ['a filter-rejects: Memory rejects h1: Too little.'],
    },
  ] as const)('tells $why', ({ given, expected }) => expect(blockedIn(given as unknown as Given)).toEqual(expected))

  it('tells nothing where all went well', () =>
    expect(blockedIn({ moves: moves('0: 0>1'), ...emptied } as unknown as Given)).toEqual([]))
})
