import { describe, expect, it } from 'vitest'
import {
  aHostFacts,
  aSituation,
  aVmFacts,
  type HostOver,
  shortWeights,
  type VmOver,
} from '../../../test/fakes/scheduling.ts'
import type { CpuThread } from '../facts/host-facts.ts'
import { highPerformanceCpuWeight } from './high-performance-cpu.ts'

/** One thread a core. */
const cpus = (sockets: number, coresPerSocket: number, takenBy: Record<number, string> = {}): CpuThread[] =>
  Array.from({ length: sockets * coresPerSocket }, (_, id) => ({
    id,
    socket: Math.floor(id / coresPerSocket),
    core: id % coresPerSocket,
    usagePercent: 0,
    pinnings: takenBy[id] === undefined ? [] : [{ vmId: takenBy[id], policy: 'dedicated' }],
  }))

const ordinary: VmOver = { isHighPerformance: false, cpuPassthrough: false, numaNodes: [] }
const demanding: VmOver = { ...ordinary, isHighPerformance: true }
// Two sockets of four cores of two threads; one less of each.
const large: HostOver = { sockets: 2, cores: 8, threads: 16 }
const small: HostOver = { sockets: 1, cores: 8, threads: 16 }
const pinnedNode = { index: 0, memoryMiB: 4096, cpuIds: [0, 1], hostNodeIndexes: [0], mode: 'strict' } as const
const anyNode = { ...pinnedNode, hostNodeIndexes: [] }
const dedicated: VmOver = { ...ordinary, pinning: 'dedicated', sockets: 2, coresPerSocket: 2 }

const cases: { why: string; vm: VmOver; hosts: HostOver[]; pending?: VmOver[]; expected: (number | string)[] }[] = [
  { why: 'an ordinary VM', vm: ordinary, hosts: [large, small], expected: [1, 1] },
  { why: 'a high performance VM wants as many sockets', vm: demanding, hosts: [large, small], expected: [1, 1000] },
  {
    why: 'and cores in each',
    vm: { ...demanding, sockets: 1, coresPerSocket: 5 },
    hosts: [large, small],
    expected: [1000, 1],
  },
  {
    why: 'and threads in each',
    vm: { ...demanding, sockets: 1, threadsPerCore: 2 },
    hosts: [large, { ...large, threads: 8 }],
    expected: [1, 1000],
  },
  { why: 'no host is large enough, so all are equal', vm: demanding, hosts: [small, small], expected: [1, 1] },
  { why: 'passthrough', vm: { ...ordinary, cpuPassthrough: true }, hosts: [large, small], expected: [1, 1000] },
  { why: 'pinned by hand', vm: { ...ordinary, pinning: 'manual' }, hosts: [large, small], expected: [1, 1000] },
  {
    why: 'some vCPUs pinned',
    vm: { ...ordinary, cpuPins: new Map([[0, [0]]]) },
    hosts: [large, small],
    expected: [1, 1000],
  },
  { why: 'a pinned node', vm: { ...ordinary, numaNodes: [pinnedNode] }, hosts: [large, small], expected: [1, 1000] },
  { why: 'a node anywhere', vm: { ...ordinary, numaNodes: [anyNode] }, hosts: [large, small], expected: [1, 1] },
  {
    why: 'exclusive: fewer sockets, then fewer cores',
    vm: dedicated,
    hosts: [{ topology: cpus(2, 2) }, { topology: cpus(1, 4) }],
    expected: [1000, 1],
  },
  {
    why: 'exclusive: CPUs of others are not free',
    vm: dedicated,
    hosts: [{ topology: cpus(2, 4, { 0: 'x', 1: 'x', 4: 'x', 5: 'x' }) }, { topology: cpus(2, 4) }],
    expected: [1000, 1],
  },
  {
    why: 'exclusive: its own are',
    vm: { ...dedicated, hostId: 'h0' },
    hosts: [{ topology: cpus(1, 4, { 0: 'vm1', 1: 'vm1', 2: 'vm1', 3: 'vm1' }) }, { topology: cpus(2, 2) }],
    expected: [1, 1000],
  },
  {
    why: 'exclusive: those promised to a VM on its way are not',
    vm: dedicated,
    hosts: [{ topology: cpus(1, 6) }, { topology: cpus(2, 3) }],
    pending: [{ ...dedicated, id: 'p' }],
    expected: [1000, 1],
  },
  {
    why: 'exclusive: fewer cores in as many sockets',
    vm: dedicated,
    hosts: [{ topology: cpus(1, 4) }, { topology: cpus(1, 4).map(cpu => ({ ...cpu, core: Math.floor(cpu.id / 2) })) }],
    expected: [1000, 1],
  },
  {
    why: 'exclusive: no memory beside the socket',
    vm: { ...dedicated, sockets: 1, coresPerSocket: 4, numaNodes: [anyNode] },
    hosts: [
      { topology: cpus(1, 4), numaNodes: [{ index: 0, totalMiB: 8192, freeMiB: 4095, cpuIds: [0, 1, 2, 3] }] },
      { topology: cpus(1, 4), numaNodes: [{ index: 0, totalMiB: 8192, freeMiB: 4096, cpuIds: [0, 1, 2, 3] }] },
    ],
    expected: [1000, 1],
  },
  {
    why: 'exclusive: no room is worst, and no measure for others',
    vm: dedicated,
    hosts: [{ topology: cpus(1, 3) }, { topology: cpus(2, 2) }],
    expected: [1000, 1],
  },
  {
    why: 'exclusive: sizes where no CPUs are reported',
    vm: { ...dedicated, coresPerSocket: 1 },
    hosts: [
      { ...large, topology: [] },
      { ...small, topology: [] },
    ],
    expected: [1, 1000],
  },
  {
    why: 'exclusive: does not guess',
    vm: dedicated,
    hosts: [{ topology: cpus(1, 4) }, {}],
    expected: [1, 'host.topology'],
  },
  { why: 'sockets', vm: demanding, hosts: [large, { sockets: undefined }], expected: [1, 'host.sockets'] },
  { why: 'cores', vm: demanding, hosts: [large, { cores: undefined }], expected: [1, 'host.cores'] },
  { why: 'threads', vm: demanding, hosts: [large, { threads: undefined }], expected: [1, 'host.threads'] },
  {
    why: 'its kind',
    vm: { ...ordinary, isHighPerformance: undefined },
    hosts: [large],
    expected: ['vm.isHighPerformance'],
  },
  {
    why: 'its passthrough',
    vm: { ...ordinary, cpuPassthrough: undefined },
    hosts: [large],
    expected: ['vm.cpuPassthrough'],
  },
  { why: 'its nodes', vm: { ...ordinary, numaNodes: undefined }, hosts: [large], expected: ['vm.numaNodes'] },
]

describe('CPU for high performance VMs', () => {
  it.each(cases)('$why', ({ vm, hosts, pending = [], expected }) => {
    const facts = hosts.map((host, index) => aHostFacts({ id: `h${index}`, ...host }))
    const coming = pending.map(aVmFacts)
    const situation = aSituation({
      hosts: facts,
      vms: [aVmFacts(vm), ...coming],
      pending: coming.map(({ id }) => ({ vmId: id, hostId: 'h0' })),
    })
    const weights = highPerformanceCpuWeight.weigh([aVmFacts(vm)], facts, situation)
    expect(Object.values(shortWeights(weights))).toEqual(expected)
  })

  it('adds up a group', () => {
    const hosts = [aHostFacts({ id: 'h0', ...large }), aHostFacts({ id: 'h1', ...small })]
    const group = [aVmFacts({ ...demanding, id: 'a' }), aVmFacts({ ...ordinary, id: 'b' })]
    expect(shortWeights(highPerformanceCpuWeight.weigh(group, hosts, aSituation({ hosts })))).toEqual({
      h0: 2,
      h1: 1001,
    })
  })
})
