import { testPlanCases } from './judge-plan/plan-cases.ts'

// Who may not meet whom on the way, and who may not run where.
testPlanCases([
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
])
