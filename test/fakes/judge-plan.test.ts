import { testPlanCases } from './judge-plan/plan-cases.ts'

// What each plan must be: moves that are possible, in order and in time, and a word on those that are not made.
testPlanCases([
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
])
