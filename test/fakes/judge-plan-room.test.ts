import { testPlanCases } from './judge-plan/plan-cases.ts'

// Hosts have room for whoever comes, in any order that the plan permits.
testPlanCases([
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
])
