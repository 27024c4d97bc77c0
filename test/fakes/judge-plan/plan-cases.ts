import { describe, expect, it } from 'vitest'
import type { PlacementChange, PlacementPlan, PlannedMove } from '../../../server/planner/plan/placement-plan.ts'
import type { PlacementProblem } from '../../../server/planner/search/placement-problem.ts'
import { judgePlan } from '../judge-plan.ts'
import { aPlacementProblem } from '../placements.ts'

/** Moves as "VM: from>to", "p" for parking, "after [places]", start-end. */
type Variant = Readonly<{
  plan: readonly string[]
  blocked?: readonly (readonly [vm: number, to: number])[]
  makespanS?: number
}>
/** A change, a plan for it that is right, and plans that are not, by what is wrong with them and what is said of it. */
export type PlanCase = Variant &
  Readonly<{
    why: string
    from: readonly number[]
    to: readonly number[]
    need: readonly number[]
    capacity: readonly number[]
    rules?: Partial<PlacementProblem>
    change?: Partial<PlacementChange>
    spoilt: Readonly<Record<string, Variant & Readonly<{ says: RegExp }>>>
  }>

/** Has `judgePlan` find nothing wrong with each plan that is right, and in each spoilt one what is wrong with it. */
export function testPlanCases(cases: readonly PlanCase[]): void {
  describe('judgePlan', () => {
    it.each(cases)('finds nothing wrong: $why', of => {
      expect(judged(of, of)).toEqual([])
    })

    it.each(
      cases.flatMap(of => Object.entries(of.spoilt).map(([what, spoilt]) => ({ why: of.why, what, of, spoilt }))),
    )('rejects: $why, but $what', ({ of, spoilt }) => {
      expect(judged(of, spoilt)).toContainEqual(expect.stringMatching(spoilt.says))
    })
  })
}

function judged({ from, to, need, capacity, rules, change }: PlanCase, variant: Variant): string[] {
  const moves = variant.plan.map(toMove)
  const plan: PlacementPlan = {
    moves,
    makespanS: variant.makespanS ?? Math.max(0, ...moves.map(({ endsAtS }) => endsAtS)),
    blocked: (variant.blocked ?? []).map(([vm, host]) => ({ vm, to: host, lacks: [0], apartFrom: [] })),
  }
  const problem = aPlacementProblem({
    initial: Int32Array.from(from),
    need: Float64Array.from(need),
    capacity: Float64Array.from(capacity),
    ...rules,
  })
  const target = Int32Array.from(to)
  return judgePlan({ problem, target, seconds: () => 10, limits: { total: 10, perHost: 10 }, ...change }, plan).problems
}

function toMove(text: string): PlannedMove {
  const [, vm, from, to, parking, after = '', startsAtS, endsAtS] =
    /^(\d+): (\d+)>(\d+)(p?) after \[([\d,]*)\] (\d+)-(\d+)$/.exec(text) ?? []
  if (vm === undefined) throw new Error(`no move: ${text}`)
  return {
    vm: Number(vm),
    from: Number(from),
    to: Number(to),
    isParking: parking === 'p',
    after: after === '' ? [] : after.split(',').map(Number),
    startsAtS: Number(startsAtS),
    endsAtS: Number(endsAtS),
  }
}
