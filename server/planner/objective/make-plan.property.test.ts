import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { progressInLooks } from '../../../test/fakes/cluster-plans.ts'
import { judgePlacement } from '../../../test/fakes/judge-placement.ts'
import { judgePlan } from '../../../test/fakes/judge-plan.ts'
import { planInputs } from '../../../test/fakes/plan-problems.ts'
import { findPlacement } from './find-placement.ts'
import { type MadePlan, makePlan } from './make-plan.ts'
import { objectiveProblem, PHYSICAL } from './objective-problem.ts'
import { defaultPlanOptions, type Objective, type PlanInput } from './plan-input.ts'

const kinds = fc.constantFrom<Objective['kind']>('balance', 'density', 'repair', 'evacuate', 'restore')
const objectives = fc.record({ kind: kinds, places: fc.array(fc.nat(9), { minLength: 10, maxLength: 10 }) })

function objectiveOf(
  { kind, places }: { kind: Objective['kind']; places: readonly number[] },
  { vms, hosts }: PlanInput,
): Objective {
  if (kind === 'evacuate') return { kind, hostIds: ['h0'] }
  if (kind === 'density') return { kind, hostsInReserve: 0 }
  if (kind !== 'restore') return { kind }
  return { kind, places: new Map(vms.map(({ id }, at) => [id, `h${(places[at] ?? 0) % hosts.length}`])) }
}
const progress = ({ kind }: Objective) => progressInLooks(kind === 'balance' ? 8 : 4000)
/** VM → host, once all is done, and for those that have no way, where they should go. */
const targetOf = ({ vms }: PlanInput, { plan }: MadePlan) => {
  const ends = new Map([...plan.moves, ...plan.blocked].map(({ vm, to }) => [vm, to]))
  return Int32Array.from(vms, ({ host }, vm) => ends.get(vm) ?? host)
}

describe('any plan', () => {
  it('breaks no rule in any order and at any speed, and ends where it should', () => {
    const seen = { moves: 0, parkings: 0, blocked: 0 }
    fc.assert(
      fc.property(planInputs({ vms: 8, hosts: 4 }), objectives, (input, of) => {
        const objective = objectiveOf(of, input)
        const made = makePlan(input, objective, { ...defaultPlanOptions, marginPoints: 0.25 }, progress(objective))
        const problem = objectiveProblem(input, objective, defaultPlanOptions)
        const target = targetOf(input, made)
        const need = Float64Array.from(problem.need)
        for (const [vm, { memoryMiB, host }] of input.vms.entries()) {
          if (target[vm] !== host) need[vm * problem.resources + PHYSICAL] = memoryMiB
        }
        const seconds = (vm: number) => input.vms[vm]?.seconds ?? 0
        const change = {
          problem: { ...problem, need },
          target,
          needBefore: problem.need,
          seconds,
          limits: input.limits,
        }
        expect(judgePlan(change, made.plan)).toEqual({ problems: [] })
        seen.moves += made.plan.moves.length
        seen.parkings += made.plan.moves.filter(({ isParking }) => isParking).length
        seen.blocked += made.plan.blocked.length
      }),
      { numRuns: 400 },
    )
    expect(Math.min(seen.moves / 100, seen.parkings / 5, seen.blocked / 5)).toBeGreaterThan(1)
  }, 60_000)

  it('says what each move gains, which is something where only gains are wanted', () => {
    fc.assert(
      fc.property(planInputs({ vms: 8, hosts: 4 }), input => {
        const of = { ...input, vms: input.vms.map(vm => ({ ...vm, shouldLeave: false })) }
        const { gains, points, initialPoints, boundPoints } = makePlan(
          of,
          { kind: 'balance' },
          defaultPlanOptions,
          progress({ kind: 'balance' }),
        )
        for (const gain of gains.values()) expect(gain).toBeGreaterThan(0)
        expect(points).toBeLessThanOrEqual(initialPoints)
        expect(boundPoints).toBeLessThanOrEqual(points + 1e-9)
      }),
      { numRuns: 200 },
    )
  }, 60_000)
})

describe('any placement found', () => {
  it('is no worse than the beginning and the bound is below all there are', () => {
    fc.assert(
      fc.property(planInputs({ vms: 4, hosts: 3 }), fc.constantFrom('balance', 'repair', 'evacuate'), (input, kind) => {
        const objective = objectiveOf({ kind, places: [] }, input)
        const found = findPlacement(input, objective, defaultPlanOptions, { progress: progress(objective) })
        const { problem, target } = found
        expect(found.points).toBeLessThanOrEqual(found.initialPoints + 1e-9)
        expect(judgePlacement(problem, target).cost).toBeCloseTo(found.points, 3)
        expect(judgePlacement(problem, problem.initial).cost).toBeCloseTo(found.initialPoints, 3)
        for (const host of allPlacements(problem.vms, problem.hosts)) {
          expect(found.boundPoints).toBeLessThanOrEqual(judgePlacement(problem, host).cost + 1e-6)
        }
      }),
      { numRuns: 150 },
    )
  }, 60_000)

  it('is the same for the same seed', () => {
    fc.assert(
      fc.property(planInputs({ vms: 8, hosts: 4 }), objectives, (input, of) => {
        const objective = objectiveOf(of, input)
        const find = () => [
          ...findPlacement(input, objective, defaultPlanOptions, { progress: progress(objective) }).target,
        ]
        expect(find()).toEqual(find())
      }),
      { numRuns: 40 },
    )
  }, 60_000)
})

function* allPlacements(vms: number, hosts: number): Generator<Int32Array> {
  for (let number = 0; number < hosts ** vms; number++) {
    yield Int32Array.from({ length: vms }, (_, vm) => Math.floor(number / hosts ** vm) % hosts)
  }
}
