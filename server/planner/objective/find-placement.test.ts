import { describe, expect, it } from 'vitest'
import { progressInLooks } from '../../../test/fakes/cluster-plans.ts'
import { aPlanHost, aPlanInput, aPlanVm } from '../../../test/fakes/plan-inputs.ts'
import { type FoundPlacement, findPlacement } from './find-placement.ts'
import { LEAVE_POINTS } from './objective-problem.ts'
import { defaultPlanOptions, type Objective, type PlanInput, type PlanOptions } from './plan-input.ts'

const options: PlanOptions = { ...defaultPlanOptions, weights: { memory: 1, cpu: 0, contention: 0 } }
/** Hosts of 100,000 MiB with VMs of so many thousands each, and nothing else in use. */
const clusterOf = (...sizes: (readonly number[])[]): PlanInput =>
  aPlanInput({
    hosts: sizes.map((of, at) => {
      const usedMiB = of.reduce((sum, size) => sum + 1000 * size, 0)
      return aPlanHost({ id: `h${at}`, memoryUsedMiB: usedMiB, schedulableMiB: 100_000 - usedMiB })
    }),
    vms: sizes.flatMap((of, host) =>
      of.map((size, at) => aPlanVm({ id: `v${host}${at}`, host, memoryMiB: 1000 * size, bookedMiB: 1000 * size })),
    ),
  })
type Asked = Partial<PlanOptions> & { looks?: number; onBetter?: (found: FoundPlacement) => void }
const find = (input: PlanInput, objective: Objective, { looks = 30, onBetter, ...over }: Asked = {}) =>
  findPlacement(
    input,
    objective,
    { ...options, ...over },
    { progress: progressInLooks(looks), ...(onBetter && { onBetter }) },
  )
const moved = ({ target, problem }: FoundPlacement) =>
  [...target].filter((host, vm) => host !== problem.initial[vm]).length
const balance: Objective = { kind: 'balance' }
const density = (hostsInReserve = 0): Objective => ({ kind: 'density', hostsInReserve })
const inUse = ({ target }: FoundPlacement) => new Set(target).size

describe('balance', () => {
  it.each([
    { why: 'an even cluster', input: clusterOf([30], [30], [30]), moves: 0 },
    { why: 'a cluster that one VM makes even', input: clusterOf([20, 20, 20], [20, 20], [20]), moves: 1 },
    { why: 'one host alone', input: clusterOf([20, 20, 20]), moves: 0 },
    { why: 'no VMs', input: clusterOf([], []), moves: 0 },
    { why: 'one VM that is uneven wherever it is', input: clusterOf([60], [], []), moves: 0 },
  ])('of $why takes $moves moves', ({ input, moves }) => expect(moved(find(input, balance))).toBe(moves))

  // 24 and 18, three above the mean: to move the one of three spares a point, less its margin.
  const slight = clusterOf([10, 5, 5, 3, 1], [10, 8])
  it.each([
    { marginPoints: 0, moves: 1 },
    { marginPoints: 0.2, moves: 1 },
    { marginPoints: 0.3, moves: 0 },
    { marginPoints: 1, moves: 0 },
  ])(
    'makes no plan that gains less than three margins of $marginPoints beyond what its moves cost',
    ({ marginPoints, moves }) => expect(moved(find(slight, balance, { marginPoints }))).toBe(moves),
  )

  const uneven = clusterOf([10, 10, 10, 10, 10, 10, 10, 10], [], [])
  it.each([0, 1, 2, 3, 4, 99])('makes no more than %d moves', mostMoves =>
    expect(moved(find(uneven, balance, { mostMoves }))).toBe(Math.min(mostMoves, 5)),
  )

  it.each([1, 2])('makes no swap where only %d moves are left', mostMoves => {
    const full = aPlanInput({
      ...clusterOf([50, 30], [40, 10]),
      hosts: [
        aPlanHost({ id: 'h0', memoryUsedMiB: 80_000, schedulableMiB: 0 }),
        aPlanHost({ id: 'h1', memoryUsedMiB: 50_000, schedulableMiB: 25_000 }),
      ],
    })
    expect(moved(find(full, balance, { mostMoves }))).toBe(mostMoves === 1 ? 0 : 2)
  })

  it('lets those that must leave go beyond the most moves', () => {
    const vms = uneven.vms.map((vm, at) => ({ ...vm, shouldLeave: at < 3 }))
    expect(moved(find({ ...uneven, vms }, balance, { mostMoves: 0 }))).toBe(3)
  })

  it('tells where it stands at once, and each time it is better', () => {
    const told: FoundPlacement[] = []
    const found = find(uneven, balance, { onBetter: better => told.push(better) })
    expect(told.at(-1)).toBe(found)
    expect(told.map(({ points }) => points)).toEqual(told.map(({ points }) => points).toSorted((a, b) => b - a))
    const none: FoundPlacement[] = []
    find(clusterOf([30], [30]), balance, { onBetter: better => none.push(better) })
    expect(none).toMatchObject([{ points: 0, initialPoints: 0, boundPoints: 0 }])
  })

  it('has the beginning when there is no time', () => {
    const found = find(uneven, balance, { looks: 0 })
    expect([moved(found), found.points]).toEqual([0, found.initialPoints])
  })
})

describe('repair', () => {
  it('moves what should leave and what is too much, nothing else', () => {
    const vms = clusterOf([10, 10, 10, 10, 10, 10], []).vms.map((vm, at) => ({ ...vm, shouldLeave: at === 1 }))
    const found = find({ ...clusterOf([10, 10, 10, 10, 10, 10], []), vms }, { kind: 'repair' })
    expect([...found.target]).toEqual([0, 1, 0, 0, 0, 0])
    expect(found.points).toBeLessThan(-LEAVE_POINTS / 2)
    expect(moved(find(clusterOf([50, 45], []), { kind: 'repair' }))).toBe(1)
    expect(moved(find(clusterOf([50, 40], []), { kind: 'repair' }))).toBe(0)
  })
})

describe('density', () => {
  it.each([
    { why: 'two light hosts into one', input: clusterOf([20], [30]), hosts: 1 },
    { why: 'none, since they would be too full', input: clusterOf([50], [45]), hosts: 2 },
    { why: 'the lightest into the fullest that takes it', input: clusterOf([60], [30], [20]), hosts: 2 },
    { why: 'all into one of five', input: clusterOf([10], [10], [10], [10], [10]), hosts: 1 },
    { why: 'what is in one host already', input: clusterOf([10, 10], []), hosts: 1 },
  ])('packs $why', ({ input, hosts }) => expect(inUse(find(input, density(), { looks: 2000 }))).toBe(hosts))

  it('fills the fullest', () =>
    expect([...find(clusterOf([40], [60], [20]), density(), { looks: 2000 }).target]).toEqual([0, 1, 1]))

  it.each([0, 1, 2, 3, 4, 9])('keeps %d hosts in reserve', reserve =>
    expect(inUse(find(clusterOf([10], [10], [10], [10], [10]), density(reserve), { looks: 2000 }))).toBe(
      Math.min(5, 1 + reserve),
    ),
  )

  it('empties a host whole or leaves it as it is', () => {
    // h1 could give one of its VMs to h0, not both.
    const found = find(clusterOf([60], [29, 15]), density(), { looks: 2000 })
    expect(moved(found)).toBe(0)
  })

  it.each([
    { mostMoves: 0, moves: 0 },
    { mostMoves: 1, moves: 0 },
    { mostMoves: 2, moves: 2 },
    { mostMoves: 3, moves: 2 },
    { mostMoves: 4, moves: 4 },
  ])('makes no more than $mostMoves moves', ({ mostMoves, moves }) =>
    expect(moved(find(clusterOf([10, 10, 10], [5, 5], [5, 6]), density(), { mostMoves, looks: 2000 }))).toBe(moves),
  )

  it('empties no host that is not worth its moves', () => {
    const dear = { marginPoints: 60, looks: 2000 }
    expect(inUse(find(clusterOf([10, 10], [10]), density(), dear))).toBe(1)
    expect(inUse(find(clusterOf([10, 10], [10, 10]), density(), dear))).toBe(2)
  })
})

describe('evacuate', () => {
  it('empties the host and evens the others', () => {
    const found = find(clusterOf([20, 20], [10], [10]), { kind: 'evacuate', hostIds: ['h0'] })
    expect([...found.target].toSorted()).toEqual([1, 1, 2, 2])
  })

  it('moves others only to make room', () => {
    const found = find(clusterOf([10], [60, 10], [10]), { kind: 'evacuate', hostIds: ['h0'] }, { looks: 2000 })
    expect([...found.target]).toEqual([2, 1, 1, 2])
  })
})

describe('restore', () => {
  const places = (...of: [string, string][]): Objective => ({ kind: 'restore', places: new Map(of) })
  it.each([
    { why: 'where they were', objective: places(['v00', 'h1'], ['v10', 'h0']), target: [1, 0, 0] },
    { why: 'nowhere that is not known', objective: places(['v00', 'h9'], ['v99', 'h1']), target: [0, 0, 1] },
  ])('goes $why', ({ objective, target }) =>
    expect([...find(clusterOf([20, 30], [40]), objective).target]).toEqual(target),
  )
})
