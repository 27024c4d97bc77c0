import { describe, expect, it } from 'vitest'
import { aVmFacts } from '../../../test/fakes/scheduling.ts'
import type { AffinityGroup } from '../facts/affinity-group.ts'
import { groupVms, inSchedulingOrder } from './group-vms.ts'

const off = { enabled: false, positive: false, enforcing: false }
const together = { enabled: true, positive: true, enforcing: true }
const aGroup = (vmIds: string[], vmRule = together): AffinityGroup => ({
  id: vmIds.join('+'),
  name: 'group',
  priority: 1,
  vmIds: new Set(vmIds),
  hostIds: new Set(),
  vmRule,
  hostRule: off,
})

describe('inSchedulingOrder', () => {
  it.each([
    { why: 'pinning first', first: { pinning: 'manual' as const }, second: { sockets: 64 } },
    {
      why: 'resize and pin before isolated threads',
      first: { pinning: 'resize_and_pin_numa' as const },
      second: { pinning: 'isolate_threads' as const },
    },
    {
      why: 'isolated threads before dedicated',
      first: { pinning: 'isolate_threads' as const },
      second: { pinning: 'dedicated' as const },
    },
    { why: 'more CPUs', first: { sockets: 4 }, second: { sockets: 2 } },
    {
      why: 'of as many CPUs the one with more threads per core',
      first: { sockets: 1, threadsPerCore: 2 },
      second: { sockets: 2 },
    },
    {
      why: 'then the one with more cores per socket',
      first: { sockets: 1, coresPerSocket: 4 },
      second: { sockets: 2, coresPerSocket: 2 },
    },
  ])('$why', ({ first, second }) => {
    const vms = [aVmFacts({ id: 'second', priority: 100, ...second }), aVmFacts({ id: 'first', ...first })]
    expect(inSchedulingOrder(vms).map(({ id }) => id)).toEqual(['first', 'second'])
  })

  it('keeps the order of equals', () => {
    const vms = ['b', 'a', 'c'].map(id => aVmFacts({ id }))
    expect(inSchedulingOrder(vms).map(({ id }) => id)).toEqual(['b', 'a', 'c'])
  })
})

describe('groupVms', () => {
  const vms = ['a', 'b', 'c', 'd'].map(id => aVmFacts({ id }))
  const cases = [
    { why: 'one each without groups', groups: [], expected: ['a', 'b', 'c', 'd'] },
    { why: 'one group', groups: [aGroup(['a', 'c'])], expected: ['ac', 'b', 'd'] },
    { why: 'connected over several groups', groups: [aGroup(['a', 'c']), aGroup(['c', 'd'])], expected: ['acd', 'b'] },
    {
      why: 'connected over a VM that is not scheduled',
      groups: [aGroup(['a', 'x']), aGroup(['x', 'd'])],
      expected: ['ad', 'b', 'c'],
    },
    {
      why: 'not by wishes',
      groups: [aGroup(['a', 'c'], { ...together, enforcing: false })],
      expected: ['a', 'b', 'c', 'd'],
    },
    {
      why: 'not by what keeps apart',
      groups: [aGroup(['a', 'c'], { ...together, positive: false })],
      expected: ['a', 'b', 'c', 'd'],
    },
    {
      why: 'not by what is off',
      groups: [aGroup(['a', 'c'], { ...together, enabled: false })],
      expected: ['a', 'b', 'c', 'd'],
    },
  ]
  it.each(cases)('$why', ({ groups, expected }) => {
    expect(groupVms(vms, groups).map(group => group.map(({ id }) => id).join(''))).toEqual(expected)
  })
})
