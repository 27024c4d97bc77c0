import { describe, expect, it } from 'vitest'
import { aPlanHost, aPlanInput, aPlanVm } from '../../../test/fakes/plan-inputs.ts'
import { createPlacementState } from '../search/placement-state.ts'
import { LEAVE_POINTS, objectiveProblem } from './objective-problem.ts'
import { defaultPlanOptions, type Objective, type PlanInput, type PlanOptions } from './plan-input.ts'

const memoryOnly: PlanOptions = { ...defaultPlanOptions, weights: { memory: 1, cpu: 0, contention: 0 } }
const host = (id: string, memoryUsedMiB: number, cpuPercent = 0) => aPlanHost({ id, memoryUsedMiB, cpuPercent })
const costOf = (input: PlanInput, objective: Objective, options = memoryOnly) =>
  createPlacementState(objectiveProblem(input, objective, options)).cost().total
const balance: Objective = { kind: 'balance' }
const evacuate: Objective = { kind: 'evacuate', hostIds: ['h0'] }

describe('what a placement costs', () => {
  // Of the mean of 40 % one host is 20 points above: 0.5 for each beyond 1, 1 beyond 4, 2 beyond 10.
  const uneven = aPlanInput({ hosts: [host('h0', 60_000), host('h1', 20_000)], vms: [] })
  it.each([
    { why: 'unevenness, dearer the larger it is', input: uneven, objective: balance, cost: 9.5 + 16 + 20 },
    {
      why: 'unevenness within a point',
      input: aPlanInput({ hosts: [host('h0', 41_000), host('h1', 39_000)], vms: [] }),
      objective: balance,
      cost: 0,
    },
    { why: 'no unevenness where only repairs are wanted', input: uneven, objective: { kind: 'repair' }, cost: 0 },
    {
      why: 'no unevenness where few hosts are wanted',
      input: uneven,
      objective: { kind: 'density', hostsInReserve: 0 },
      cost: 0,
    },
    {
      why: 'overload, each point eight',
      input: aPlanInput({ hosts: [host('h0', 95_000), host('h1', 95_000)], vms: [] }),
      objective: { kind: 'repair' },
      cost: 2 * 5 * 8,
    },
    // All of the 80,000 belong on the one host that stays: 80 %.
    { why: 'the mean of hosts that stay', input: uneven, objective: evacuate, cost: 0 },
  ] as const)('is $why', ({ input, objective, cost }) => expect(costOf(input, objective)).toBeCloseTo(cost, 6))

  it('weighs measures against each other', () => {
    const busy = aPlanInput({ hosts: [host('h0', 0, 60), host('h1', 0, 20)], vms: [] })
    const weights = (cpu: number) => ({ ...memoryOnly, weights: { memory: 1, cpu, contention: 0 } })
    expect([0, 1, 2].map(cpu => costOf(busy, balance, weights(cpu)))).toEqual([0, 45.5, 91])
  })

  it('counts vCPUs for each logical CPU as contention', () => {
    const vms = Array.from({ length: 4 }, (_, at) => aPlanVm({ id: `v${at}`, vcpus: 5 }))
    const crowded = aPlanInput({ hosts: [host('h0', 0), host('h1', 0)], vms })
    // 20 of the 10 threads of one, none of the other's: a mean of 100 %, 100 points above it.
    const cost = costOf(crowded, balance, { ...memoryOnly, weights: { memory: 0, cpu: 0, contention: 1 } })
    expect(cost).toBeCloseTo(0.5 * 99 + 96 + 2 * 90, 6)
  })
})

describe('what a move costs', () => {
  const hosts = [host('h0', 0), host('h1', 0)]
  const vm = (over = {}) => aPlanVm({ memoryMiB: 36_000, cpuPoints: 720, seconds: 100, ...over })
  const cost = (over: object, objective: Objective, options: Partial<PlanOptions> = {}) =>
    objectiveProblem(aPlanInput({ hosts, vms: [vm(over)] }), objective, { ...defaultPlanOptions, ...options })
      .moveCost[0]

  it.each([
    // 36 + 72 percent of an average host, twice for 100 of 3600 seconds, and a point.
    {
      why: 'what it takes twice while it migrates, and the margin',
      over: {},
      objective: balance,
      options: {},
      expected: 1 + 108 / 36,
    },
    {
      why: 'only what counts',
      over: {},
      objective: balance,
      options: { weights: memoryOnly.weights },
      expected: 1 + 36 / 36,
    },
    {
      why: 'more over a shorter time',
      over: {},
      objective: balance,
      options: { horizonS: 360 },
      expected: 1 + 1080 / 36,
    },
    { why: 'the margin', over: { seconds: 0 }, objective: balance, options: { marginPoints: 4 }, expected: 4 },
    {
      why: 'less than nothing where it should leave',
      over: { shouldLeave: true },
      objective: balance,
      options: {},
      expected: 4 - LEAVE_POINTS,
    },
    {
      why: 'no less where placements are restored',
      over: { shouldLeave: true },
      objective: { kind: 'restore', places: new Map() },
      options: {},
      expected: 4,
    },
    {
      why: 'less than nothing where its host is emptied',
      over: {},
      objective: evacuate,
      options: {},
      expected: 4 - LEAVE_POINTS,
    },
    {
      why: 'much where another host is emptied',
      over: { host: 1 },
      objective: evacuate,
      options: {},
      expected: 4 + LEAVE_POINTS / 100,
    },
    {
      why: 'as much, though it should leave',
      over: { host: 1, shouldLeave: true },
      objective: evacuate,
      options: {},
      expected: 4 + LEAVE_POINTS / 100,
    },
  ] as const)('is $why', ({ over, objective, options, expected }) =>
    expect(cost(over, objective, options)).toBeCloseTo(expected, 6),
  )
})

describe('limits', () => {
  const input = aPlanInput({
    hosts: [
      aPlanHost({ id: 'h0', memoryUsedMiB: 30_000, schedulableMiB: 40_000 }),
      aPlanHost({ id: 'h1', schedulableMiB: Number.POSITIVE_INFINITY }),
    ],
    vms: [aPlanVm({ bookedMiB: 11_000, memoryMiB: 10_000, residentMiB: 8000 })],
  })
  const limits = (objective: Objective, at: number, options = memoryOnly) => {
    const { resources, capacity } = objectiveProblem(input, objective, options)
    return [...capacity.subarray(at * resources, (at + 1) * resources)]
  }

  it('are what the engine books and what is physically there, two percent kept free', () => {
    // 22,000 of h0 are in use beside the VM; an overload is a limit.
    expect(limits({ kind: 'repair' }, 0)).toEqual([51_000, 98_000 - 22_000, 90_000 - 22_000])
    expect(limits({ kind: 'repair' }, 1).slice(0, 2)).toEqual([Number.POSITIVE_INFINITY, 98_000 - 50_000])
  })

  it('let hosts be overloaded where one must be emptied', () =>
    expect(limits(evacuate, 0).slice(2)).toEqual(Array(4).fill(Number.POSITIVE_INFINITY)))

  it('leave nobody the hosts that are emptied', () => {
    const mayRun = Uint8Array.of(1, 1, 0, 1)
    const of = { ...input, kind: Int32Array.of(1), mayRun }
    expect([...(objectiveProblem(of, evacuate, memoryOnly).mayRun ?? [])]).toEqual([0, 1, 0, 1])
    expect([...(objectiveProblem(of, balance, memoryOnly).mayRun ?? [])]).toEqual([1, 1, 0, 1])
  })

  it('leave out measures that count for nothing', () =>
    expect(
      [memoryOnly, defaultPlanOptions].map(options => objectiveProblem(input, balance, options).resources),
    ).toEqual([2 + 4, 2 + 4 + 4 + 3]))
})
