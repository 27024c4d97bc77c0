import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, shortWeights, type VmOver } from '../../../test/fakes/scheduling.ts'
import type { NumaNode } from '../facts/host-facts.ts'
import { singleNumaNodeWeight } from './single-numa-node.ts'

const node = (index: number, totalMiB: number, cpus: number): NumaNode => ({
  index,
  totalMiB,
  cpuIds: Array.from({ length: cpus }, (_, cpu) => index * 100 + cpu),
})

const cases: { why: string; nodes: NumaNode[] | undefined; vm?: VmOver; expected: number | string }[] = [
  { why: 'fits exactly', nodes: [node(0, 4096, 2)], expected: 1 },
  { why: 'one MiB too small', nodes: [node(0, 4095, 2)], expected: 1000 },
  { why: 'one CPU too few', nodes: [node(0, 4096, 1)], expected: 1000 },
  { why: 'no node has both', nodes: [node(0, 4096, 1), node(1, 1024, 8)], expected: 1000 },
  { why: 'the second does', nodes: [node(0, 1024, 1), node(1, 8192, 8)], expected: 1 },
  { why: 'a host without NUMA', nodes: [], expected: 1 },
  { why: 'does not guess', nodes: undefined, expected: 'host.numaNodes' },
  { why: 'nor what the VM has', nodes: [], vm: { numaNodes: undefined }, expected: 'vm.numaNodes' },
  {
    why: 'a VM with nodes of its own does not ask',
    nodes: undefined,
    vm: { numaNodes: [{ index: 0, memoryMiB: 4096, cpuIds: [0, 1], hostNodeIndexes: [], mode: 'strict' }] },
    expected: 1,
  },
]

describe('Fit VM to single host NUMA node', () => {
  it.each(cases)('$why', ({ nodes, vm = {}, expected }) => {
    const hosts = [aHostFacts({ numaNodes: nodes })]
    const weights = singleNumaNodeWeight.weigh([aVmFacts(vm)], hosts, aSituation({ hosts }))
    expect(shortWeights(weights)).toEqual({ host1: expected })
  })
})
