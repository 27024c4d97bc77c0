import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, shortWeights, type VmOver } from '../../../test/fakes/scheduling.ts'
import type { NumaNode } from '../facts/host-facts.ts'
import type { VirtualNumaNode } from '../facts/vm-facts.ts'
import { cpuAndNumaPinningWeight } from './cpu-and-numa-pinning.ts'

const node = (index: number, over: Partial<NumaNode> = {}): NumaNode => ({
  index,
  totalMiB: 8192,
  freeMiB: 8192,
  cpuIds: [index * 2, index * 2 + 1],
  ...over,
})
const virtual = (over: Partial<VirtualNumaNode> = {}): VirtualNumaNode => ({
  index: 0,
  memoryMiB: 4096,
  cpuIds: [0, 1],
  hostNodeIndexes: [0],
  mode: 'strict',
  ...over,
})
const two = [node(0), node(1)]
const pins = (...all: (readonly number[])[]) => new Map(all.map((cpuIds, vcpu) => [vcpu, cpuIds]))

const cases: { why: string; vms: VmOver[]; nodes: NumaNode[] | undefined; expected: number | string }[] = [
  { why: 'no nodes', vms: [{}], nodes: undefined, expected: 1 },
  { why: 'none pinned', vms: [{ numaNodes: [virtual({ hostNodeIndexes: [] })] }], nodes: undefined, expected: 1 },
  { why: 'only preferred', vms: [{ numaNodes: [virtual({ mode: 'preferred' })] }], nodes: undefined, expected: 1 },
  { why: 'a host without NUMA', vms: [{ numaNodes: [virtual()] }], nodes: [], expected: 1000 },
  { why: 'also for a VM that is there', vms: [{ hostId: 'host1', numaNodes: [virtual()] }], nodes: [], expected: 1000 },
  {
    why: 'a search that would not end',
    vms: [
      {
        numaNodes: Array.from({ length: 30 }, (_, index) =>
          virtual({ index, memoryMiB: 576, hostNodeIndexes: [0, 1] }),
        ),
      },
    ],
    nodes: two,
    expected: 1000,
  },
  { why: 'exactly enough memory', vms: [{ numaNodes: [virtual({ memoryMiB: 8192 })] }], nodes: two, expected: 1 },
  { why: 'one MiB short', vms: [{ numaNodes: [virtual({ memoryMiB: 8193 })] }], nodes: two, expected: 1000 },
  { why: 'no such node', vms: [{ numaNodes: [virtual({ hostNodeIndexes: [7] })] }], nodes: two, expected: 1000 },
  {
    why: 'a CPU of each vCPU near',
    vms: [{ pinning: 'manual', numaNodes: [virtual()], cpuPins: pins([0, 3], [1]) }],
    nodes: two,
    expected: 1,
  },
  {
    why: 'one vCPU far',
    vms: [{ pinning: 'manual', numaNodes: [virtual()], cpuPins: pins([0], [2, 3]) }],
    nodes: two,
    expected: 1000,
  },
  {
    why: 'a vCPU of no node may be anywhere',
    vms: [{ pinning: 'manual', numaNodes: [virtual({ cpuIds: [0] })], cpuPins: pins([0], [3]) }],
    nodes: two,
    expected: 1,
  },
  {
    why: 'another node allowed is near',
    vms: [{ pinning: 'manual', numaNodes: [virtual({ hostNodeIndexes: [0, 1] })], cpuPins: pins([2], [3]) }],
    nodes: two,
    expected: 1,
  },
  {
    why: 'two VMs share the memory',
    vms: [
      { id: 'a', numaNodes: [virtual({ memoryMiB: 5000 })] },
      { id: 'b', numaNodes: [virtual({ memoryMiB: 5000 })] },
    ],
    nodes: two,
    expected: 1000,
  },
  {
    why: 'one that is here needs no more',
    vms: [
      { id: 'a', numaNodes: [virtual({ memoryMiB: 5000 })] },
      { id: 'b', hostId: 'host1', numaNodes: [virtual({ memoryMiB: 5000 })] },
    ],
    nodes: two,
    expected: 1,
  },
  { why: 'all are here', vms: [{ hostId: 'host1', numaNodes: [virtual()] }], nodes: [node(1)], expected: 1 },
  { why: 'does not guess the nodes', vms: [{ numaNodes: [virtual()] }], nodes: undefined, expected: 'host.numaNodes' },
  {
    why: 'nor what is free',
    vms: [{ numaNodes: [virtual()] }],
    nodes: [{ index: 0, totalMiB: 8192, cpuIds: [0, 1] }],
    expected: 'host.numaNodes.freeMiB',
  },
  { why: 'nor what the VM has', vms: [{ numaNodes: undefined }], nodes: two, expected: 'vm.numaNodes' },
  { why: 'nor its pins', vms: [{ pinning: 'manual', numaNodes: [virtual()] }], nodes: two, expected: 'vm.cpuPins' },
]

describe('CPU and NUMA pinning compatibility', () => {
  it.each(cases)('$why', ({ vms, nodes, expected }) => {
    const hosts = [aHostFacts({ numaNodes: nodes })]
    const group = vms.map(aVmFacts)
    const weights = cpuAndNumaPinningWeight.weigh(group, hosts, aSituation({ hosts, vms: group }))
    expect(shortWeights(weights)).toEqual({ host1: expected })
  })

  it('says that a VM is here already', () => {
    const hosts = [aHostFacts({ numaNodes: two })]
    const group = [aVmFacts({ hostId: 'host1', numaNodes: [virtual()] })]
    expect(cpuAndNumaPinningWeight.weigh(group, hosts, aSituation({ hosts })).get('host1')).toMatchObject({
      reason: { code: 'already-here' },
    })
  })
})
