import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, type HostOver, type VmOver } from '../../../test/fakes/scheduling.ts'
import type { VirtualNumaNode } from '../facts/vm-facts.ts'
import { numaFilter } from './numa.ts'

const nodes = (...freeMiB: (number | undefined)[]): HostOver => ({
  numaNodes: freeMiB.map((free, index) => ({
    index,
    totalMiB: 9999,
    cpuIds: [],
    ...(free !== undefined && { freeMiB: free }),
  })),
})
const onNode0 = (memoryMiB: number, over: Partial<VirtualNumaNode> = {}): VmOver => ({
  numaNodes: [{ index: 0, memoryMiB, cpuIds: [0], hostNodeIndexes: [0], mode: 'strict', ...over }],
})

const cases: { why: string; group: VmOver[]; host: HostOver; expected: object }[] = [
  { why: 'asks nothing for a VM without nodes', group: [{}], host: {}, expected: { kind: 'kept' } },
  {
    why: 'asks nothing for nodes that are not pinned',
    group: [onNode0(99, { hostNodeIndexes: [] })],
    host: {},
    expected: { kind: 'kept' },
  },
  {
    why: 'keeps one with just the memory',
    group: [onNode0(100)],
    host: nodes(100),
    expected: { kind: 'kept', reason: { code: 'numa-fits', values: { virtualNodes: 1, hostNodes: 1 } } },
  },
  {
    why: 'drops one a MiB short',
    group: [onNode0(101)],
    host: nodes(100),
    expected: { kind: 'dropped', reason: { code: 'numa-does-not-fit', values: { virtualNodes: 1 } } },
  },
  { why: 'does not take another node', group: [onNode0(101)], host: nodes(100, 500), expected: { kind: 'dropped' } },
  { why: 'adds up the group', group: [onNode0(60), onNode0(41)], host: nodes(100), expected: { kind: 'dropped' } },
  {
    why: 'passes over VMs that are here',
    group: [{ ...onNode0(60), hostId: 'host1' }, onNode0(41)],
    host: nodes(100),
    expected: { kind: 'kept', reason: { values: { virtualNodes: 1 } } },
  },
  {
    why: 'asks nothing where all are here',
    group: [{ ...onNode0(999), hostId: 'host1' }],
    host: {},
    expected: { kind: 'kept' },
  },
  {
    why: 'passes over a VM that only prefers',
    group: [onNode0(999, { mode: 'preferred' })],
    host: nodes(100),
    expected: { kind: 'kept', reason: { values: { virtualNodes: 0 } } },
  },
  {
    why: 'wants nodes even for that',
    group: [onNode0(999, { mode: 'preferred' })],
    host: { numaNodes: [] },
    expected: { kind: 'dropped', reason: { code: 'no-numa' } },
  },
  {
    why: 'binds interleaved ones',
    group: [onNode0(101, { mode: 'interleave' })],
    host: nodes(100),
    expected: { kind: 'dropped' },
  },
  {
    why: 'drops one without NUMA',
    group: [onNode0(1)],
    host: { numaNodes: [] },
    expected: { kind: 'dropped', reason: { code: 'no-numa' } },
  },
  {
    why: 'wants NUMA for a VM that is resized',
    group: [{ pinning: 'resize_and_pin_numa' }],
    host: { numaNodes: [] },
    expected: { kind: 'dropped', reason: { code: 'no-numa' } },
  },
  {
    why: 'wants no more before it has nodes',
    group: [{ pinning: 'resize_and_pin_numa' }],
    host: nodes(0),
    expected: { kind: 'kept' },
  },
  {
    why: 'does not guess whether a VM has nodes',
    group: [{ numaNodes: undefined }],
    host: nodes(100),
    expected: { kind: 'unknown', field: 'vm.numaNodes' },
  },
  {
    why: 'does not guess that of another of the group',
    group: [onNode0(1), { numaNodes: undefined }],
    host: nodes(100),
    expected: { kind: 'unknown', field: 'vm.numaNodes' },
  },
  {
    why: 'does not guess whether a host has',
    group: [onNode0(1)],
    host: {},
    expected: { kind: 'unknown', field: 'host.numaNodes' },
  },
  {
    why: 'does not guess their memory',
    group: [onNode0(1)],
    host: nodes(undefined),
    expected: { kind: 'unknown', field: 'host.numaNodes.freeMiB' },
  },
  {
    why: 'counts huge pages',
    group: [{ ...onNode0(4), hugePageKiB: 2048 }],
    host: { numaNodes: [{ index: 0, totalMiB: 9, freeMiB: 0, cpuIds: [], freeHugePages: new Map([[2048, 2]]) }] },
    expected: { kind: 'kept' },
  },
  {
    why: 'does not search for ever',
    group: Array.from({ length: 40 }, (_, at) => onNode0(67 + (at % 3), { hostNodeIndexes: [0, 1, 2, 3, 4, 5, 6, 7] })),
    host: nodes(199, 199, 199, 199, 199, 199, 199, 199),
    expected: { kind: 'dropped', reason: { code: 'numa-search-too-long' } },
  },
]

describe('NUMA', () => {
  it.each(cases)('$why', ({ group, host: over, expected }) => {
    const vms = group.map((vm, at) => aVmFacts({ id: `vm${at}`, ...vm }))
    const host = aHostFacts(over)
    expect(numaFilter.filter(vms, [host], aSituation({ hosts: [host], vms })).get('host1')).toMatchObject(expected)
  })
})
