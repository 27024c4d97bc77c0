import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aVmFacts, type VmOver } from '../../../test/fakes/scheduling.ts'
import { assignNuma } from './assign-numa.ts'
import type { NumaNode } from './host-facts.ts'
import type { VirtualNumaNode } from './vm-facts.ts'

const hostNode = (index: number, freeMiB?: number, pages?: readonly (readonly [number, number])[]): NumaNode => ({
  index,
  totalMiB: 100_000,
  cpuIds: [index],
  ...(freeMiB !== undefined && { freeMiB }),
  ...(pages && { freeHugePages: new Map(pages) }),
})
const vNode = (index: number, memoryMiB: number, hostNodeIndexes: readonly number[]): VirtualNumaNode => ({
  index,
  memoryMiB,
  cpuIds: [index],
  hostNodeIndexes,
  mode: 'strict',
})
const vm = (nodes: readonly VirtualNumaNode[], over: VmOver = {}) => aVmFacts({ numaNodes: nodes, ...over })

describe('assignNuma', () => {
  it.each([
    { why: 'fits exactly', vms: [vm([vNode(0, 100, [0])])], host: [hostNode(0, 100)], expected: { 0: 0 } },
    { why: 'is one MiB short', vms: [vm([vNode(0, 101, [0])])], host: [hostNode(0, 100)], expected: 'impossible' },
    {
      why: 'counts nodes of one host node together',
      vms: [vm([vNode(0, 60, [0]), vNode(1, 41, [0])])],
      host: [hostNode(0, 100)],
      expected: 'impossible',
    },
    {
      why: 'goes back where the first choice blocks another',
      vms: [vm([vNode(0, 60, [0, 1]), vNode(1, 70, [0, 1]), vNode(2, 40, [0, 1])])],
      host: [hostNode(0, 100), hostNode(1, 70)],
      expected: { 0: 0, 1: 1, 2: 0 },
    },
    {
      why: 'counts all VMs of the group together',
      vms: [vm([vNode(0, 60, [0])]), vm([vNode(0, 60, [0])], { id: 'vm2' })],
      host: [hostNode(0, 100)],
      expected: 'impossible',
    },
    { why: 'leaves unpinned nodes out', vms: [vm([vNode(0, 999, [])])], host: [hostNode(0, 1)], expected: {} },
    { why: 'has nothing to do', vms: [aVmFacts()], host: [], expected: {} },
    {
      why: 'wants each host node named to exist',
      vms: [vm([vNode(0, 1, [0, 7])])],
      host: [hostNode(0, 100)],
      expected: 'impossible',
    },
    {
      why: 'does not guess free memory',
      vms: [vm([vNode(0, 1, [0])])],
      host: [hostNode(0)],
      expected: { kind: 'unknown', field: 'host.numaNodes.freeMiB' },
    },
    {
      why: 'does not ask for memory of a node that is not named',
      vms: [vm([vNode(0, 1, [0])])],
      host: [hostNode(0, 1), hostNode(1)],
      expected: { 0: 0 },
    },
    {
      why: 'counts huge pages instead of memory',
      vms: [vm([vNode(0, 1024, [0])], { hugePageKiB: 2048 })],
      host: [hostNode(0, 0, [[2048, 512]])],
      expected: { 0: 0 },
    },
    {
      why: 'is one page short',
      vms: [vm([vNode(0, 1024, [0])], { hugePageKiB: 2048 })],
      host: [hostNode(0, 9999, [[2048, 511]])],
      expected: 'impossible',
    },
    {
      why: 'has no pages of that size',
      vms: [vm([vNode(0, 1024, [0])], { hugePageKiB: 1_048_576 })],
      host: [hostNode(0, 9999, [[2048, 512]])],
      expected: 'impossible',
    },
    {
      why: 'does not guess pages',
      vms: [vm([vNode(0, 1024, [0])], { hugePageKiB: 2048 })],
      host: [hostNode(0, 9999)],
      expected: { kind: 'unknown', field: 'host.numaNodes.freeHugePages' },
    },
  ])('$why', ({ vms, host, expected }) => {
    const answer = assignNuma(vms, host)
    if (typeof expected === 'string') expect(answer).toEqual({ kind: expected })
    else if ('kind' in expected) expect(answer).toEqual(expected)
    else if (answer.kind !== 'assigned') expect.fail(answer.kind)
    else expect(Object.fromEntries(answer.assignments.map(one => [one.nodeIndex, one.hostNodeIndex]))).toEqual(expected)
  })

  it('asks the predicate for each pair', () => {
    const host = [hostNode(0, 100), hostNode(1, 100)]
    const wanted = vm([vNode(0, 10, [0, 1])])
    const second = assignNuma([wanted], host, (_vm, _node, { index }) => index === 1)
    expect(second).toEqual({ kind: 'assigned', assignments: [{ vmId: 'vm1', nodeIndex: 0, hostNodeIndex: 1 }] })
    expect(assignNuma([wanted], host, () => false)).toEqual({ kind: 'impossible' })
  })

  it('gives a hopeless search up', () => {
    const host = Array.from({ length: 8 }, (_, index) => hostNode(index, 199))
    const all = host.map(({ index }) => index)
    const nodes = Array.from({ length: 40 }, (_, index) => vNode(index, 67 + (index % 3), all))
    expect(assignNuma([vm(nodes)], host)).toEqual({ kind: 'too-many' })
  })

  it('does not choke on a great many nodes', () => {
    const nodes = Array.from({ length: 5000 }, (_, index) => vNode(index, 1, [0]))
    expect(assignNuma([vm(nodes)], [hostNode(0, 5000)]).kind).toBe('assigned')
  })

  it('finds an assignment exactly where trying all of them does', () => {
    const sizes = fc.array(
      fc.record({
        size: fc.integer({ min: 0, max: 9 }),
        on: fc.uniqueArray(fc.integer({ min: 0, max: 2 }), { minLength: 1 }),
      }),
      { maxLength: 5 },
    )
    const frees = fc.tuple(fc.nat(12), fc.nat(12), fc.nat(12))
    fc.assert(
      fc.property(sizes, frees, (wanted, free) => {
        const fits = (at: number, left: readonly number[]): boolean => {
          const one = wanted[at]
          if (one === undefined) return true
          return one.on.some(
            index => (left[index] ?? 0) >= one.size && fits(at + 1, left.with(index, (left[index] ?? 0) - one.size)),
          )
        }
        const nodes = wanted.map(({ size, on }, index) => vNode(index, size, on))
        const answer = assignNuma(
          [vm(nodes)],
          free.map((freeMiB, index) => hostNode(index, freeMiB)),
        )
        expect(answer.kind).toBe(fits(0, free) ? 'assigned' : 'impossible')
        if (answer.kind !== 'assigned') return
        expect(answer.assignments).toHaveLength(nodes.length)
        const used = [0, 0, 0]
        for (const { nodeIndex, hostNodeIndex } of answer.assignments) {
          used[hostNodeIndex] = (used[hostNodeIndex] ?? 0) + (nodes[nodeIndex]?.memoryMiB ?? 0)
          expect(nodes[nodeIndex]?.hostNodeIndexes).toContain(hostNodeIndex)
        }
        expect(used.every((sum, index) => sum <= (free[index] ?? 0))).toBe(true)
      }),
    )
  })
})
