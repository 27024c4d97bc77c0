import { describe, expect, it } from 'vitest'
import { judge } from './judge.ts'
import { planActions } from './plan-actions.ts'
import { planFor } from './plan-for.ts'
import type { Instance } from './read-instance.ts'
import { tinyInstance } from './tiny-instance.ts'
import { toChange } from './to-change.ts'

/** VM → nodes where it may run, by the instance's numbers. */
const mayRunOn = (instance: Instance) => {
  const { change, vmIds, nodeIds } = toChange(instance)
  const { kind = new Int32Array(), mayRun = new Uint8Array(), hosts } = change.problem
  return Object.fromEntries(
    vmIds.map((vm, at) => [vm, nodeIds.filter((_, host) => mayRun[(kind[at] ?? 0) * hosts + host] === 1)]),
  )
}

describe('toChange', () => {
  it('gives VMs that do not run a host without limits, and those that shall run a reason to leave it', () => {
    const { change, mustLeave, vmIds, nodeIds } = toChange(
      tinyInstance({
        online: { 20: [5], 10: [] },
        ready: [4, 3],
        attributes: { 3: { boot: 9, migrate: 2 }, 5: { boot: 9, migrate: 2 } },
        constraints: [{ id: 'running', vm: 3 }],
      }),
    )
    expect([vmIds, nodeIds, change.nowhere]).toEqual([[3, 4, 5], [10, 20], 2])
    expect([...change.problem.initial]).toEqual([2, 2, 1])
    expect([...change.problem.capacity]).toEqual([10, 10, Number.POSITIVE_INFINITY])
    expect([...mustLeave]).toEqual([1, 0, 0])
    expect([0, 1, 2].map(change.seconds)).toEqual([9, 1, 2])
    expect(mayRunOn(tinyInstance({ online: { 10: [] }, ready: [3] }))).toEqual({ 3: [10] })
  })

  it('lets VMs use less until they have moved or grown', () => {
    const preserve = (amount: number) => ({ id: 'preserve', vm: 1, rc: 'memory', amount })
    const of = (amount: number) =>
      toChange(tinyInstance({ online: { 1: [1, 2] }, memory: { 1: 3 }, constraints: [preserve(amount)] })).change
    expect([of(5).problem.need, of(5).needBefore]).toEqual([Float64Array.of(5, 1), Float64Array.of(3, 1)])
    expect([of(2).problem.need, of(2).needBefore]).toEqual([Float64Array.of(3, 1), undefined])
  })

  it('keeps spread VMs apart that run or shall run', () => {
    const { change } = toChange(
      tinyInstance({
        online: { 1: [1], 2: [2] },
        ready: [3, 4],
        constraints: [
          { id: 'spread', vms: [1, 2, 3, 4], continuous: true },
          { id: 'running', vm: 3 },
        ],
      }),
    )
    expect(change.problem.apart).toEqual([[0, 1, 2]])
  })

  const parts = [
    [1, 2],
    [3, 4],
  ]
  it.each([
    { why: 'anywhere', constraints: [], may: { 1: [1, 2, 3, 4], 2: [1, 2, 3, 4], 3: [1, 2, 3, 4] } },
    {
      why: 'not where nodes shall be offline',
      constraints: [{ id: 'offline', node: 2 }],
      may: { 1: [1, 3, 4], 2: [1, 3, 4], 3: [1, 3, 4] },
    },
    {
      why: 'in a fence, not on banned nodes',
      constraints: [
        { id: 'fence', vm: 1, nodes: [1, 2, 3] },
        { id: 'ban', vm: 1, nodes: [2] },
        { id: 'ban', vm: 2, nodes: [2] },
      ],
      may: { 1: [1, 3], 2: [1, 3, 4], 3: [1, 2, 3, 4] },
    },
    {
      why: 'in the part where others of the group run',
      constraints: [
        { id: 'running', vm: 3 },
        { id: 'among', vms: [1, 3], parts },
      ],
      may: { 1: [1, 2], 2: [1, 2, 3, 4], 3: [1, 2] },
    },
    {
      why: 'in the part with most room if none of the group runs',
      constraints: [
        { id: 'running', vm: 3 },
        { id: 'among', vms: [3], parts },
      ],
      may: { 1: [1, 2, 3, 4], 2: [1, 2, 3, 4], 3: [3, 4] },
    },
    {
      why: 'not in a part that is closed to one of them, however much room it has',
      constraints: [
        { id: 'running', vm: 3 },
        { id: 'ban', vm: 3, nodes: [3, 4] },
        { id: 'among', vms: [3], parts },
      ],
      may: { 1: [1, 2, 3, 4], 2: [1, 2, 3, 4], 3: [1, 2] },
    },
  ])('lets VMs run $why', ({ constraints, may }) => {
    const instance = tinyInstance({ online: { 1: [1], 2: [2], 3: [], 4: [] }, offline: [5], ready: [3], constraints })
    expect(mayRunOn(instance)).toEqual(may)
  })

  it('makes VMs leave nodes where they may not run', () => {
    const instance = tinyInstance({ online: { 1: [1, 2], 2: [] }, constraints: [{ id: 'ban', vm: 2, nodes: [1] }] })
    expect([...toChange(instance).mustLeave]).toEqual([0, 1])
  })

  it.each([
    [{ id: 'online', node: 2 }, 'node 2 would have to be switched on: not supported here'],
    [{ id: 'ready', vm: 1 }, 'VM 1 would have to be stopped: not supported here'],
    [{ id: 'preserve', vm: 1, rc: 'disk', amount: 1 }, 'preserve of VM 1: there is no resource disk'],
    [{ id: 'ban', vm: 7, nodes: [1] }, 'a constraint names VM 7, which is not in the model'],
  ])('refuses %j', (constraint, message) => {
    expect(() => toChange(tinyInstance({ online: { 1: [1] }, offline: [2], constraints: [constraint] }))).toThrow(
      message,
    )
  })
})

it('leads to a plan that the judge confirms', () => {
  const instance = tinyInstance({
    online: { 1: [1, 2], 2: [3], 3: [] },
    ready: [4],
    memory: { 1: 6, 2: 4, 3: 6, 4: 4 },
    constraints: [
      { id: 'running', vm: 4 },
      { id: 'preserve', vm: 1, rc: 'memory', amount: 8 },
      { id: 'spread', vms: [2, 3], continuous: true },
    ],
  })
  const question = toChange(instance)
  const actions = planActions(question, planFor(question, 60).plan)
  expect(actions.map(({ kind, vm, from, to, startsAtS, endsAtS }) => [kind, vm, from, to, startsAtS, endsAtS])).toEqual(
    [
      ['migrate', 1, 1, 3, 0, 1],
      ['boot', 4, undefined, 2, 0, 1],
    ],
  )
  expect(judge(instance, actions)).toEqual({ problems: [], sumOfEndsS: 2 })
})
