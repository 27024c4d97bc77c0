import { describe, expect, it } from 'vitest'
import { progressInLooks } from '../../../test/fakes/cluster-plans.ts'
import { aPlanHost, aPlanInput, aPlanVm } from '../../../test/fakes/plan-inputs.ts'
import { type MadePlan, makePlan } from './make-plan.ts'
import { defaultPlanOptions, type Objective, type PlanInput, type PlanOptions } from './plan-input.ts'

const options: PlanOptions = { ...defaultPlanOptions, weights: { memory: 1, cpu: 0, contention: 0 } }
const make = (input: PlanInput, objective: Objective, onBetter?: (made: MadePlan) => void) =>
  makePlan(input, objective, options, progressInLooks(objective.kind === 'balance' ? 30 : 2000), onBetter)
const host = (id: string, usedMiB: number, over = {}) =>
  aPlanHost({ id, memoryUsedMiB: usedMiB, schedulableMiB: 100_000 - usedMiB, ...over })
const vm = (id: string, at: number, over = {}) =>
  aPlanVm({ id, host: at, memoryMiB: 20_000, bookedMiB: 20_000, ...over })
const movesOf = ({ plan }: MadePlan) => plan.moves.map(({ vm: of, from, to }) => `${of} ${from}>${to}`)
const evacuate: Objective = { kind: 'evacuate', hostIds: ['h0'] }

describe('makePlan', () => {
  it('orders the moves, and says what each gains and what is empty afterwards', () => {
    const input = aPlanInput({ hosts: [host('h0', 40_000), host('h1', 0)], vms: [vm('a', 0), vm('b', 0)] })
    const { plan, gains, emptied, stuck, initialPoints, points, boundPoints } = make(input, { kind: 'balance' })
    expect(plan).toMatchObject({
      moves: [{ vm: 0, from: 0, to: 1, after: [], startsAtS: 0, endsAtS: 10 }],
      makespanS: 10,
    })
    // 20 points above the mean, at 0.5 beyond one, 1 beyond four, 2 beyond ten.
    expect(initialPoints).toBeCloseTo(9.5 + 16 + 20, 6)
    expect([points, boundPoints]).toEqual([expect.closeTo(1 + 20 / 360, 6), 0])
    expect([...gains]).toEqual([[0, expect.closeTo(initialPoints - points, 6)]])
    expect([emptied, stuck]).toEqual([[], []])
    expect(make(input, evacuate)).toMatchObject({ emptied: [0], stuck: [] })
  })

  it('shows points without what leaving is worth to the search', () => {
    const input = aPlanInput({
      hosts: [host('h0', 40_000), host('h1', 0)],
      vms: [vm('a', 0, { shouldLeave: true }), vm('b', 0)],
    })
    const { initialPoints, points, boundPoints, gains } = make(input, { kind: 'repair' })
    expect(initialPoints).toBe(0)
    expect([points, boundPoints, -(gains.get(0) ?? 0)]).toEqual(Array(3).fill(expect.closeTo(1 + 20 / 360, 4)))
  })

  it('says who should leave and stays, and claims no bound above what there is', () => {
    const hosts = [host('h0', 40_000), host('h1', 75_000)]
    const input = aPlanInput({ hosts, vms: [vm('a', 0, { shouldLeave: true }), vm('b', 0, { shouldLeave: true })] })
    const made = make(input, { kind: 'repair' })
    expect([movesOf(made), made.stuck]).toEqual([[], [0, 1]])
    expect([made.points, made.boundPoints]).toEqual([0, 0])
  })

  it('has room for all of a VM’s memory on arrival, though it uses less', () => {
    const small = { memoryMiB: 50_000, bookedMiB: 1, residentMiB: 10_000 }
    const roomy = { schedulableMiB: 100_000 }
    const to = (freeMiB: number) =>
      make(
        aPlanInput({
          hosts: [host('h0', 10_000, roomy), host('h1', 100_000 - freeMiB, roomy)],
          vms: [vm('a', 0, small)],
        }),
        evacuate,
      )
    expect(movesOf(to(52_000))).toEqual(['0 0>1'])
    expect([movesOf(to(51_999)), to(51_999).plan.blocked]).toMatchObject([[], [{ vm: 0, to: 1, lacks: [1] }]])
  })

  it('keeps to how many may move at once', () => {
    const vms = ['a', 'b', 'c', 'd'].map(id => vm(id, 0, { memoryMiB: 1000, residentMiB: 1000, bookedMiB: 1000 }))
    const input = aPlanInput({ hosts: [host('h0', 4000), host('h1', 0)], vms, limits: { total: 9, perHost: 2 } })
    expect(make(input, evacuate).plan.makespanS).toBe(20)
    expect(make({ ...input, limits: { total: 1, perHost: 2 } }, evacuate).plan.makespanS).toBe(40)
  })

  it('tells plans on the way as it tells the last', () => {
    const told: MadePlan[] = []
    const input = aPlanInput({ hosts: [host('h0', 40_000), host('h1', 0)], vms: [vm('a', 0), vm('b', 0)] })
    const made = make(input, { kind: 'balance' }, better => told.push(better))
    expect(told.at(-1)).toEqual(made)
  })

  it('is empty for an empty cluster', () => {
    const empty = aPlanInput({ hosts: [host('h0', 0)], vms: [] })
    expect(make(empty, { kind: 'balance' })).toMatchObject({
      plan: { moves: [], makespanS: 0, blocked: [] },
      stuck: [],
      emptied: [],
    })
  })
})
