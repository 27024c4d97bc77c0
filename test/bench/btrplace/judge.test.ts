import { describe, expect, it } from 'vitest'
import { judge } from './judge.ts'
import type { Action } from './plan-actions.ts'
import { tinyInstance } from './tiny-instance.ts'

type Tiny = Parameters<typeof tinyInstance>[0]

/** VM 2 leaves node 1 for node 3, so that VM 1 may grow and VM 4 start; VM 3 makes way for nobody. */
const world: Tiny = {
  online: { 1: [1, 2], 2: [3], 3: [] },
  offline: [4],
  ready: [4],
  memory: { 1: 4, 2: 4, 3: 4, 4: 4 },
  attributes: { 2: { migrate: 3 }, 4: { boot: 5 } },
}
const action = (
  kind: Action['kind'],
  vm: number,
  from: number | undefined,
  to: number,
  span: readonly [number, number],
  memory = 4,
): Action => ({
  kind,
  vm,
  from,
  to,
  startsAtS: span[0],
  endsAtS: span[1],
  allocates: new Map([['memory', memory]]),
})
const away = action('migrate', 2, 1, 3, [0, 3])
const grow = action('allocate', 1, 1, 1, [3, 3], 8)
const start = action('boot', 4, undefined, 2, [0, 5])
const judged = (constraints: Tiny['constraints'], actions: readonly Action[]) =>
  judge(tinyInstance({ ...world, constraints: constraints ?? [] }), actions).problems

const continuous = true
const among = { id: 'among', vms: [1, 2], parts: [[1, 3], [2]] }

describe('judge', () => {
  it('confirms what is right, and sums the ends', () => {
    const constraints = [
      { id: 'online', node: 1 },
      { id: 'offline', node: 4, continuous },
      { id: 'running', vm: 4 },
      { id: 'preserve', vm: 1, rc: 'memory', amount: 8 },
      { id: 'spread', vms: [2, 3], continuous },
      { ...among, continuous },
      { id: 'fence', vm: 2, nodes: [1, 3], continuous },
      { id: 'fence', vm: 2, nodes: [3] },
      { id: 'ban', vm: 2, nodes: [2], continuous },
    ]
    expect(judge(tinyInstance({ ...world, constraints }), [away, grow, start])).toEqual({
      problems: [],
      sumOfEndsS: 11,
    })
  })

  it.each([
    [
      'a node that is too full at the end',
      [grow, start, action('migrate', 3, 2, 1, [0, 1])],
      /node 1 uses 16 of 10 memory/,
    ],
    ['room that is not there yet', [away, { ...grow, startsAtS: 2, endsAtS: 2 }], /node 1 uses 12 of 10 memory at 2 s/],
    [
      'a VM that takes room before it has come',
      [action('boot', 4, undefined, 1, [0, 5])],
      /node 1 uses 12 of 10 memory at 0 s/,
    ],
    [
      'a move from elsewhere',
      [action('migrate', 2, 2, 3, [0, 3])],
      /migrate of VM 2 to node 3 at 0 s: it is not on node 2/,
    ],
    ['a move to where it is', [action('migrate', 2, 1, 1, [0, 3])], /it is there already, or elsewhere/],
    ['a move to a node that is not online', [action('migrate', 2, 1, 4, [0, 3])], /the node is not online/],
    ['a move that is too quick', [action('migrate', 2, 1, 3, [0, 1])], /it takes 1 s instead of 3 s/],
    ['a start that is too quick', [action('boot', 4, undefined, 2, [0, 1])], /it takes 1 s instead of 5 s/],
    [
      'a start of one that runs',
      [action('boot', 3, undefined, 3, [0, 1])],
      /boot of VM 3 to node 3 at 0 s: it is not ready/,
    ],
    ['two moves of a VM at once', [away, action('migrate', 2, 3, 2, [1, 4])], /another action of the VM is not over/],
    ['a VM that has less than it uses', [action('migrate', 2, 1, 3, [0, 3], 3)], /it has less memory than it uses/],
  ] as const)('rejects %s', (_, actions, says) => {
    expect(judged([], actions)).toContainEqual(expect.stringMatching(says))
  })

  it.each([
    ['online', { id: 'online', node: 4 }, [], /node 4 is not online at the end/],
    ['offline', { id: 'offline', node: 2 }, [], /node 2 cannot be offline at the end/],
    ['running', { id: 'running', vm: 4 }, [], /VM 4 does not run at the end/],
    ['ready', { id: 'ready', vm: 4 }, [start], /VM 4 runs at the end/],
    ['preserve', { id: 'preserve', vm: 1, rc: 'memory', amount: 8 }, [away], /VM 1 has less than 8 memory at the end/],
    ['fence', { id: 'fence', vm: 2, nodes: [1] }, [away], /VM 2 is outside its fence at the end/],
    ['ban', { id: 'ban', vm: 2, nodes: [3], continuous }, [away], /VM 2 is on a banned node at 0 s/],
    ['spread', { id: 'spread', vms: [3, 4] }, [start], /two of the spread VMs 3, 4 are together at the end/],
    [
      'spread, in passing',
      { id: 'spread', vms: [2, 3], continuous },
      [action('migrate', 3, 2, 3, [0, 1]), action('migrate', 2, 1, 2, [0, 3])],
      /two of the spread VMs 2, 3 are together at 0 s/,
    ],
    ['among', among, [action('migrate', 2, 1, 2, [0, 3])], /VMs 1, 2 are not among the nodes of one part at the end/],
    [
      'among, for a while',
      { ...among, continuous },
      [action('migrate', 2, 1, 2, [0, 3]), action('migrate', 2, 2, 3, [3, 6])],
      /VMs 1, 2 are not among the nodes of one part at 0 s/,
    ],
  ] as const)('rejects a broken constraint: %s', (_, constraint, actions, says) => {
    expect(judged([constraint], actions)).toContainEqual(expect.stringMatching(says))
  })

  it('lets VMs meet in passing where only the end counts', () => {
    const passing = [action('migrate', 3, 2, 3, [0, 1]), action('migrate', 2, 1, 2, [0, 3])]
    expect(judged([{ id: 'spread', vms: [2, 3] }], passing)).toEqual([])
  })
})
