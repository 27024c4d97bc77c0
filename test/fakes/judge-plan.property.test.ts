import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { PlacementChange, PlacementPlan, PlannedMove } from '../../server/planner/plan/placement-plan.ts'
import { judgePlan } from './judge-plan.ts'
import { aPlacementProblem } from './placements.ts'

const [VMS, HOSTS] = [4, 3]
const numbers = (length: number, max: number) =>
  fc.array(fc.integer({ min: 0, max }), { minLength: length, maxLength: length })

/** Any steps in any order that somebody might call a plan: most are wrong somewhere. A VM that is on host 3 does not run. */
const drawn = fc.record({
  initial: numbers(VMS, HOSTS),
  need: numbers(VMS, 4),
  less: numbers(VMS, 2),
  capacity: numbers(HOSTS, 9),
  group: numbers(VMS, 2),
  steps: fc.array(
    fc.record({
      vm: fc.nat(VMS - 1),
      to: fc.nat(HOSTS - 1),
      after: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }),
    }),
    { maxLength: 7 },
  ),
})
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never

it('finds what goes wrong in some order of the moves, no less and no more', () => {
  let [wrong, right] = [0, 0]
  fc.assert(
    fc.property(drawn, of => {
      const { change, plan } = toPlan(of)
      const found = new Set(judgePlan(change, plan).problems.map(shorten))
      expect(found).toEqual(tryAllOrders(change, plan))
      if (found.size > 0) wrong++
      else right++
    }),
    { numRuns: 2000 },
  )
  expect(Math.min(wrong, right)).toBeGreaterThan(100)
})

function toPlan({ initial, need, less, capacity, group, steps }: Drawn): {
  change: PlacementChange
  plan: PlacementPlan
} {
  const at = [...initial]
  const needBefore = need.map((most, vm) => Math.max(0, most - (less[vm] ?? 0)))
  const isFull = need.map((most, vm) => initial[vm] === HOSTS || most === needBefore[vm])
  const begun: Omit<PlannedMove, 'isParking'>[] = []
  const begin = (vm: number, to: number, waits: readonly boolean[]) => {
    const from = at[vm] ?? 0
    if (from === to && isFull[vm]) return
    const last = begun.findLastIndex(move => move.vm === vm)
    const after = [...begun.keys()].filter(place => place === last || waits[place] === true)
    const startsAtS = Math.max(0, ...after.map(place => begun[place]?.endsAtS ?? 0))
    begun.push({ vm, from, to, after, startsAtS, endsAtS: startsAtS + (from === to ? 0 : 10) })
    at[vm] = to
    isFull[vm] = true
  }
  for (const { vm, to, after } of steps) begin(vm, to, after)
  for (const [vm, full] of isFull.entries()) if (!full) begin(vm, at[vm] ?? 0, [])
  const problem = aPlacementProblem({
    initial: Int32Array.from(initial),
    need: Float64Array.from(need),
    capacity: Float64Array.from(capacity),
    group: Int32Array.from(group),
    groups: 3,
  })
  const moves = begun.map(move => ({ ...move, isParking: move.from !== move.to && move.to !== at[move.vm] }))
  return {
    change: {
      problem,
      target: Int32Array.from(at),
      needBefore: Float64Array.from(needBefore),
      nowhere: HOSTS,
      seconds: () => 10,
      limits: { total: 99, perHost: 99 },
    },
    plan: { moves, makespanS: Math.max(0, ...moves.map(({ endsAtS }) => endsAtS)), blocked: [] },
  }
}

const shorten = (problem: string): string =>
  problem.replace(/ can hold .*/, ' is too full').replace(/ must be apart, but can meet/, ' meet')

/** Every state that there can be: each move is not begun, under way or done. */
function tryAllOrders(change: PlacementChange, { moves }: PlacementPlan): Set<string> {
  const wrong = new Set<string>()
  const seen = new Set<string>()
  const visit = (state: string): void => {
    if (seen.has(state)) return
    seen.add(state)
    for (const problem of wrongNow(change, moves, state)) wrong.add(problem)
    for (const [place, { after }] of moves.entries()) {
      const next = (word: string) => visit(state.slice(0, place) + word + state.slice(place + 1))
      if (state[place] === '.' && after.every(earlier => state[earlier] === 'd')) next('u')
      if (state[place] === 'u') next('d')
    }
  }
  visit('.'.repeat(moves.length))
  return wrong
}

function wrongNow({ problem, needBefore }: PlacementChange, moves: readonly PlannedMove[], state: string): string[] {
  const wrong: string[] = []
  const places = Array.from({ length: VMS }, (_, vm) => {
    const full = problem.need[vm] ?? 0
    let on = [{ vm, host: problem.initial[vm] ?? 0, amount: needBefore?.[vm] ?? 0, isFirst: true }]
    for (const [place, { from, to }] of moves.entries()) {
      if (moves[place]?.vm !== vm || state[place] === '.') continue
      const here = { vm, host: to, amount: full, isFirst: false }
      if (from === to) on = on.map(stay => ({ ...stay, amount: full }))
      else on = state[place] === 'u' ? [...on, here] : [here]
    }
    return on
  }).flat()
  const taken = moves.filter(({ vm, from, to }, place) => {
    const more = (problem.need[vm] ?? 0) - (from === to ? (needBefore?.[vm] ?? 0) : 0)
    return state[place] !== '.' && more > 0
  })
  for (let host = 0; host < HOSTS; host++) {
    const there = places.filter(stay => stay.host === host)
    const used = there.reduce((sum, { amount }) => sum + amount, 0)
    const hasTaken = taken.some(({ to }) => to === host)
    if (hasTaken && used > (problem.capacity[host] ?? 0)) wrong.push(`Host ${host} is too full`)
    for (const [place, one] of there.entries()) {
      for (const other of there.slice(place + 1)) {
        const areFoes = problem.group[one.vm] === problem.group[other.vm]
        if (areFoes && !(one.isFirst && other.isFirst))
          wrong.push(`VMs ${one.vm} and ${other.vm} meet on host ${host}.`)
      }
    }
  }
  return wrong
}
