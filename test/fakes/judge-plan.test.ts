import { describe, expect, it } from 'vitest'
import type { PlacementChange, PlacementPlan, PlannedMove } from '../../server/planner/plan/placement-plan.ts'
import type { PlacementProblem } from '../../server/planner/search/placement-problem.ts'
import { judgePlan } from './judge-plan.ts'
import { aPlacementProblem } from './placements.ts'

/** Moves as "VM: from>to", "p" for parking, "after [places]", start-end. */
type Variant = Readonly<{
  plan: readonly string[]
  blocked?: readonly (readonly [vm: number, to: number])[]
  makespanS?: number
}>
type Case = Variant &
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

const cases: readonly Case[] = [
  {
    why: 'nothing to do',
    from: [0],
    to: [0],
    need: [1],
    capacity: [1, 1],
    plan: [],
    spoilt: {
      'a VM moves that need not': { plan: ['0: 0>1 after [] 0-10'], says: /goes to host 1, which is not the target/ },
      'a VM grows that has what it needs': { plan: ['0: 0>0 after [] 0-0'], says: /grows a VM that has what it needs/ },
      'it ends later': { plan: [], makespanS: 10, says: /takes 10 s, but its last move is done at 0 s/ },
      'a VM is told as blocked': { plan: [], blocked: [[0, 0]], says: /blocked, but gets to its target/ },
    },
  },
  {
    why: 'one after the other where the first makes room',
    from: [0, 1],
    to: [1, 2],
    need: [3, 2],
    capacity: [3, 4, 2],
    plan: ['1: 1>2 after [] 0-10', '0: 0>1 after [0] 10-20'],
    spoilt: {
      'the wrong one first': {
        plan: ['0: 0>1 after [] 0-10', '1: 1>2 after [0] 10-20'],
        says: /Host 1 can hold 5 of resource 0, it has 4, when VMs 0 have come/,
      },
      'times in order, but nothing waits': {
        plan: ['1: 1>2 after [] 0-10', '0: 0>1 after [] 10-20'],
        says: /Host 1 can hold 5/,
      },
      'it waits in words, not in time': {
        plan: ['1: 1>2 after [] 0-10', '0: 0>1 after [0] 5-15'],
        says: /starts at 5 s, before move 0 is done at 10 s/,
      },
      'a move that waits for a later one': {
        plan: ['0: 0>1 after [1] 10-20', '1: 1>2 after [] 0-10'],
        says: /comes after 1, which is no earlier place/,
      },
      'a move that is too quick': {
        plan: ['1: 1>2 after [] 0-9', '0: 0>1 after [0] 10-20'],
        says: /lasts from 0 s to 9 s, but takes 10 s/,
      },
      'a move that is missing': { plan: ['1: 1>2 after [] 0-10'], says: /VM 0 ends on host 0, its target is host 1/ },
      'a move from where the VM is not': {
        plan: ['1: 1>2 after [] 0-10', '0: 2>1 after [0] 10-20'],
        says: /starts from host 2, but the VM is on host 0/,
      },
      'a move to no host': { plan: ['1: 1>3 after [] 0-10'], says: /goes to host 3, where no VM can be/ },
      'a move of no VM': { plan: ['2: 1>2 after [] 0-10'], says: /there is no such VM/ },
      'it ends earlier': {
        plan: ['1: 1>2 after [] 0-10', '0: 0>1 after [0] 10-20'],
        makespanS: 10,
        says: /takes 10 s, but its last move is done at 20 s/,
      },
    },
  },
  {
    // The listed times are fine in every variant: 2 and 3 come to host 0 after 0 and 1 have left.
    why: 'two arrivals that wait for departures in one order',
    from: [0, 0, 1, 1],
    to: [2, 2, 0, 0],
    need: [2, 2, 2, 2],
    capacity: [4, 4, 4],
    plan: ['0: 0>2 after [] 0-10', '1: 0>2 after [] 0-10', '2: 1>0 after [0] 10-20', '3: 1>0 after [0,1] 10-20'],
    spoilt: {
      'both wait for the same one': {
        plan: ['0: 0>2 after [] 0-10', '1: 0>2 after [] 0-10', '2: 1>0 after [0] 10-20', '3: 1>0 after [0] 10-20'],
        says: /Host 0 can hold 6 of resource 0, it has 4, when VMs 2, 3 have come/,
      },
      'one waits for nobody': {
        plan: ['0: 0>2 after [] 0-10', '1: 0>2 after [] 0-10', '2: 1>0 after [] 10-20', '3: 1>0 after [0,1] 10-20'],
        says: /Host 0 can hold 6/,
      },
    },
  },
  {
    why: 'two arrivals that wait crosswise, each for the one whose room it takes',
    from: [0, 0, 1, 1],
    to: [2, 2, 0, 0],
    need: [3, 1, 3, 1],
    capacity: [4, 4, 4],
    plan: ['0: 0>2 after [] 0-10', '1: 0>2 after [] 0-10', '2: 1>0 after [0] 10-20', '3: 1>0 after [1] 10-20'],
    spoilt: {
      'each for the other': {
        plan: ['0: 0>2 after [] 0-10', '1: 0>2 after [] 0-10', '2: 1>0 after [1] 10-20', '3: 1>0 after [0] 10-20'],
        says: /Host 0 can hold 6 of resource 0, it has 4, when VMs 2 have come/,
      },
    },
  },
  {
    why: 'a swap by a third host',
    from: [0, 1],
    to: [1, 0],
    need: [3, 2],
    capacity: [3, 3, 2],
    plan: ['1: 1>2p after [] 0-10', '0: 0>1 after [0] 10-20', '1: 2>0 after [0,1] 20-30'],
    spoilt: {
      'no way back': {
        plan: ['1: 1>2p after [] 0-10', '0: 0>1 after [0] 10-20'],
        says: /VM 1 ends on host 2, its target is host 0/,
      },
      'the way back does not wait for the room': {
        plan: ['1: 1>2p after [] 0-10', '0: 0>1 after [0] 10-20', '1: 2>0 after [0] 20-30'],
        says: /Host 0 can hold 5/,
      },
      'the way back does not wait for the way there': {
        plan: ['1: 1>2p after [] 0-10', '0: 0>1 after [] 10-20', '1: 2>0 after [1] 20-30'],
        says: /Move 2 of VM 1 does not wait for move 0 of the same VM/,
      },
      'parking that is not called so': {
        plan: ['1: 1>2 after [] 0-10', '0: 0>1 after [0] 10-20', '1: 2>0 after [0,1] 20-30'],
        says: /goes to host 2, which is not the target/,
      },
      'the end called parking': {
        plan: ['1: 1>2p after [] 0-10', '0: 0>1 after [0] 10-20', '1: 2>0p after [0,1] 20-30'],
        says: /goes to host 0, the target, as parking/,
      },
      'parking without moving': { plan: ['1: 1>1p after [] 0-0'], says: /parks a VM where it is/ },
    },
  },
  {
    why: 'one that comes and goes again leaves its room to another',
    from: [0, 1, 2],
    to: [2, 0, 1],
    need: [2, 2, 2],
    capacity: [2, 2, 2, 2],
    plan: ['0: 0>3p after [] 0-10', '1: 1>0 after [0] 10-20', '2: 2>1 after [1] 20-30', '0: 3>2 after [2] 30-40'],
    spoilt: {
      'two parked in one place after each other, the second too early': {
        plan: [
          '0: 0>3p after [] 0-10',
          '1: 1>3p after [] 10-20',
          '2: 2>1 after [1] 20-30',
          '0: 3>2 after [0,2] 30-40',
          '1: 3>0 after [1,3] 40-50',
        ],
        says: /Host 3 can hold 4 of resource 0, it has 2, when VMs 0, 1 have come/,
      },
    },
  },
  {
    why: 'a host that is too full at the beginning',
    from: [0, 0, 1],
    to: [2, 2, 0],
    need: [3, 2, 1],
    capacity: [4, 4, 9],
    plan: ['0: 0>2 after [] 0-10', '1: 0>2 after [] 0-10', '2: 1>0 after [1] 10-20'],
    spoilt: {
      'one comes before it has room': {
        plan: ['0: 0>2 after [] 0-10', '1: 0>2 after [] 0-10', '2: 1>0 after [] 10-20'],
        says: /Host 0 can hold 6 of resource 0, it has 4, when VMs 2 have come/,
      },
    },
  },
  {
    why: 'VMs of one group do not pass each other',
    from: [0, 1],
    to: [1, 2],
    need: [1, 1],
    capacity: [9, 9, 9],
    rules: { group: Int32Array.of(0, 0), groups: 1 },
    plan: ['1: 1>2 after [] 0-10', '0: 0>1 after [0] 10-20'],
    spoilt: {
      'they meet in passing': {
        plan: ['1: 1>2 after [] 0-10', '0: 0>1 after [] 10-20'],
        says: /VMs 0 and 1 must be apart, but can meet on host 1/,
      },
    },
  },
  {
    why: 'VMs of a list change places by a third host',
    from: [0, 1, 0],
    to: [1, 0, 0],
    need: [1, 1, 1],
    capacity: [9, 9, 9],
    rules: { apart: [[0, 1]] },
    plan: ['0: 0>2p after [] 0-10', '1: 1>0 after [0] 10-20', '0: 2>1 after [0,1] 20-30'],
    spoilt: {
      'at once': {
        plan: ['0: 0>1 after [] 0-10', '1: 1>0 after [] 0-10'],
        says: /VMs 0 and 1 must be apart, but can meet on host 1/,
      },
      'the one comes before the other has gone': {
        plan: ['0: 0>2p after [] 0-10', '1: 1>0 after [0] 10-20', '0: 2>1 after [0] 20-30'],
        says: /can meet on host 1/,
      },
      'parked where the other passes': {
        plan: [
          '0: 0>2p after [] 0-10',
          '1: 1>2p after [0] 10-20',
          '0: 2>1 after [0,1] 20-30',
          '1: 2>0 after [1] 20-30',
        ],
        says: /can meet on host 2/,
      },
    },
  },
  {
    why: 'one that does not run yet starts, one that stays grows after another has left',
    from: [2, 0, 0],
    to: [1, 1, 0],
    need: [1, 2, 5],
    capacity: [5, 9],
    change: { needBefore: Float64Array.of(0, 2, 2), nowhere: 2 },
    plan: ['1: 0>1 after [] 0-10', '0: 2>1 after [] 0-10', '2: 0>0 after [0] 10-10'],
    spoilt: {
      'it does not grow': {
        plan: ['1: 0>1 after [] 0-10', '0: 2>1 after [] 0-10'],
        says: /VM 2 stays on host 0 and is not given what it needs more/,
      },
      'it grows before there is room': {
        plan: ['1: 0>1 after [] 0-10', '0: 2>1 after [] 0-10', '2: 0>0 after [] 10-10'],
        says: /Host 0 can hold 7 of resource 0, it has 5, when VMs 2 have come/,
      },
      'it grows twice': {
        plan: ['1: 0>1 after [] 0-10', '0: 2>1 after [] 0-10', '2: 0>0 after [0] 10-10', '2: 0>0 after [2] 10-10'],
        says: /grows a VM that has what it needs/,
      },
      'growing takes time': {
        plan: ['1: 0>1 after [] 0-10', '0: 2>1 after [] 0-10', '2: 0>0 after [0] 10-20'],
        says: /lasts from 10 s to 20 s, but takes 0 s/,
      },
      'one is put where nothing runs': {
        plan: ['1: 0>2p after [] 0-10', '1: 2>1 after [0] 10-20', '0: 2>1 after [] 0-10', '2: 0>0 after [0] 10-10'],
        says: /goes to host 2, where no VM can be/,
      },
    },
  },
  {
    why: 'a VM arrives with all that it needs',
    from: [0, 1],
    to: [1, 1],
    need: [5, 2],
    capacity: [5, 7],
    change: { needBefore: Float64Array.of(2, 2) },
    plan: ['0: 0>1 after [] 0-10'],
    spoilt: {
      'it grows where it is before it goes, and again': {
        plan: ['0: 0>0 after [] 0-0', '0: 0>1 after [0] 0-10', '0: 1>1 after [1] 10-10'],
        says: /grows a VM that has what it needs/,
      },
    },
  },
  {
    why: 'VMs of a kind run where they may',
    from: [0, 0],
    to: [2, 1],
    need: [1, 1],
    capacity: [9, 9, 9],
    rules: { kind: Int32Array.of(1, 0), mayRun: Uint8Array.of(1, 1, 1, 0, 0, 1) },
    plan: ['0: 0>2 after [] 0-10', '1: 0>1 after [] 0-10'],
    spoilt: {
      'parked where it may not': {
        plan: ['0: 0>1p after [] 0-10', '0: 1>2 after [0] 10-20', '1: 0>1 after [] 0-10'],
        says: /goes to host 1, where VMs of its kind may not run/,
      },
    },
  },
  {
    why: 'a few at once',
    from: [0, 0, 1],
    to: [1, 1, 2],
    need: [1, 1, 1],
    capacity: [9, 9, 9],
    change: { limits: { total: 2, perHost: 2 } },
    plan: ['0: 0>1 after [] 0-10', '1: 0>1 after [] 0-10', '2: 1>2 after [] 10-20'],
    spoilt: {
      'too many altogether': {
        plan: ['0: 0>1 after [] 0-10', '1: 0>1 after [] 0-10', '2: 1>2 after [] 9-19'],
        says: /3 moves at once at 9 s, at most 2 may be/,
      },
      'too many at a host': {
        plan: ['0: 0>1 after [] 0-10', '1: 0>1 after [] 0-10', '2: 1>2 after [] 9-19'],
        says: /3 moves at once at host 1 at 9 s, at most 2 may be/,
      },
    },
  },
  {
    why: 'what cannot be done is told',
    from: [0, 1, 0],
    to: [1, 0, 2],
    need: [3, 2, 1],
    capacity: [4, 3, 1],
    plan: ['2: 0>2 after [] 0-10'],
    blocked: [
      [0, 1],
      [1, 0],
    ],
    spoilt: {
      'or not': {
        plan: ['2: 0>2 after [] 0-10'],
        blocked: [[0, 1]],
        says: /VM 1 ends on host 1, its target is host 0/,
      },
      'with another target': {
        plan: ['2: 0>2 after [] 0-10'],
        blocked: [
          [0, 1],
          [1, 2],
        ],
        says: /VM 1 is blocked on its way to host 2, which is not its target/,
      },
      'yet it is begun': {
        plan: ['2: 0>2 after [] 0-10', '1: 1>0 after [0] 10-20'],
        blocked: [[0, 1]],
        says: /Host 0 can hold 5/,
      },
    },
  },
]

describe('judgePlan', () => {
  it.each(cases)('finds nothing wrong: $why', of => {
    expect(judged(of, of)).toEqual([])
  })

  it.each(cases.flatMap(of => Object.entries(of.spoilt).map(([what, spoilt]) => ({ why: of.why, what, of, spoilt }))))(
    'rejects: $why, but $what',
    ({ of, spoilt }) => {
      expect(judged(of, spoilt)).toContainEqual(expect.stringMatching(spoilt.says))
    },
  )
})

function judged({ from, to, need, capacity, rules, change }: Case, variant: Variant): string[] {
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
