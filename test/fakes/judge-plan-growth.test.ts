import { testPlanCases } from './judge-plan/plan-cases.ts'

// VMs that need more than they have, or do not run yet.
testPlanCases([
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
])
