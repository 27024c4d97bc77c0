import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, type HostOver, type VmOver } from '../../../test/fakes/scheduling.ts'
import {
  allocateExclusively,
  byCore,
  exclusiveMisfit,
  isTaken,
  missingForExclusive,
  withPendingPinned,
} from './exclusive-allocation.ts'
import type { CpuThread, NumaNode } from './host-facts.ts'
import { vcpusOf } from './vm-facts.ts'

/** CPUs numbered on, socket by socket and core by core; those named are pinned by hand. */
function cpus(sockets: number, cores: number, threads: number, pinnedByHand: readonly number[] = []): CpuThread[] {
  return Array.from({ length: sockets * cores * threads }, (_, id) => ({
    id,
    socket: Math.floor(id / (cores * threads)),
    core: Math.floor(id / threads) % cores,
    usagePercent: 0,
    pinnings: pinnedByHand.includes(id) ? [{ policy: 'manual' }] : [],
  }))
}

const vm = (sockets: number, coresPerSocket: number, threadsPerCore: number, over: VmOver = {}) =>
  aVmFacts({ pinning: 'dedicated', sockets, coresPerSocket, threadsPerCore, ...over })

const vNode = (index: number, memoryMiB: number) =>
  ({ index, memoryMiB, cpuIds: [], hostNodeIndexes: [], mode: 'strict' }) as const
const node = (index: number, freeMiB: number | undefined, cpuIds: readonly number[]): NumaNode => ({
  index,
  totalMiB: 9999,
  ...(freeMiB !== undefined && { freeMiB }),
  cpuIds,
})

describe('allocateExclusively', () => {
  it.each([
    { why: 'takes the first free CPUs', topology: cpus(1, 4, 1), vms: [vm(1, 2, 1)], ids: [0, 1] },
    { why: 'passes over a CPU that is pinned by hand', topology: cpus(1, 4, 1, [0]), vms: [vm(1, 2, 1)], ids: [1, 2] },
    { why: 'takes the last CPU', topology: cpus(1, 4, 1, [0]), vms: [vm(1, 3, 1)], ids: [1, 2, 3] },
    { why: 'refuses one CPU more', topology: cpus(1, 4, 1, [0]), vms: [vm(1, 4, 1)], ids: undefined },
    { why: 'takes the freest socket', topology: cpus(2, 2, 1, [0]), vms: [vm(1, 1, 1)], ids: [2] },
    { why: 'takes the first of equally free sockets', topology: cpus(2, 2, 1), vms: [vm(1, 1, 1)], ids: [0] },
    { why: 'puts two virtual cores into a physical one', topology: cpus(1, 1, 2), vms: [vm(1, 2, 1)], ids: [0, 1] },
    { why: 'keeps a virtual core in one physical core', topology: cpus(1, 2, 2, [1]), vms: [vm(1, 1, 2)], ids: [2, 3] },
    { why: 'does not split a virtual core', topology: cpus(1, 2, 2, [1, 3]), vms: [vm(1, 1, 2)], ids: undefined },
    { why: 'does not split a virtual socket', topology: cpus(2, 3, 1), vms: [vm(1, 4, 1)], ids: undefined },
    { why: 'gives surplus cores back', topology: cpus(2, 3, 1), vms: [vm(2, 2, 1)], ids: [0, 1, 3, 4] },
    { why: 'puts several virtual sockets into one', topology: cpus(2, 4, 1), vms: [vm(2, 2, 1)], ids: [0, 1, 2, 3] },
    {
      why: 'uses up its looks on the freest socket, as the engine does, though another would do',
      topology: [
        ...cpus(1, 6, 2, [0, 2, 4, 6, 8, 10]),
        ...cpus(2, 2, 2)
          .slice(4)
          .map(cpu => ({ ...cpu, id: cpu.id + 8 })),
      ],
      vms: [vm(1, 1, 2)],
      ids: undefined,
    },
    {
      why: 'isolates with all threads of a core for each vCPU',
      topology: cpus(1, 3, 2),
      vms: [vm(1, 2, 1, { pinning: 'isolate_threads' })],
      ids: [0, 1, 2, 3],
    },
    {
      why: 'isolates only on cores that are wholly free',
      topology: cpus(1, 3, 2, [1]),
      vms: [vm(1, 1, 2, { pinning: 'isolate_threads' })],
      ids: [2, 3, 4, 5],
    },
    {
      why: 'does not isolate where a core is missing',
      topology: cpus(1, 3, 2, [1]),
      vms: [vm(1, 3, 1, { pinning: 'isolate_threads' })],
      ids: undefined,
    },
    {
      why: 'gives each VM its own',
      topology: cpus(1, 4, 1),
      vms: [vm(1, 2, 1), vm(1, 2, 1, { id: 'b' })],
      ids: [0, 1, 2, 3],
    },
    { why: 'fits all or none', topology: cpus(1, 3, 1), vms: [vm(1, 2, 1), vm(1, 2, 1, { id: 'b' })], ids: undefined },
    { why: 'gives others none', topology: cpus(1, 1, 1), vms: [vm(1, 9, 1, { pinning: 'manual' })], ids: [] },
    { why: 'has none where no CPU is reported', topology: [], vms: [vm(1, 1, 1)], ids: undefined },
    { why: 'has none for a VM without vCPUs', topology: cpus(1, 1, 1), vms: [vm(1, 0, 1)], ids: undefined },
  ])('$why', ({ topology, vms, ids }) => {
    expect(allocateExclusively(topology, vms)?.cpuIds).toEqual(ids)
  })

  it.each([
    { why: 'takes a socket with just the memory', free: [1000, 1000], nodes: 1, sockets: 1, ids: [0, 1] },
    { why: 'leaves out one with less', free: [999, 1000], nodes: 1, sockets: 1, ids: [2, 3] },
    { why: 'leaves out all', free: [999, 999], nodes: 1, sockets: 1, ids: undefined },
    { why: 'counts unknown memory as none', free: [undefined, 1000], nodes: 1, sockets: 1, ids: [2, 3] },
    { why: 'asks for every node of a virtual socket', free: [1999, 2000], nodes: 2, sockets: 1, ids: undefined },
    { why: 'has that', free: [2000, 2000], nodes: 2, sockets: 1, ids: [0, 1] },
    {
      why: 'needs no memory known without virtual nodes',
      free: [undefined, undefined],
      nodes: 0,
      sockets: 1,
      ids: [0, 1],
    },
  ])('by NUMA memory: $why', ({ free, nodes, sockets, ids }) => {
    const numaNodes = free.map((freeMiB, index) => node(index, freeMiB, [index * 2, index * 2 + 1]))
    const wanted = vm(sockets, 2, 1, { numaNodes: Array.from({ length: nodes }, (_, index) => vNode(index, 1000)) })
    expect(allocateExclusively(cpus(2, 2, 1), [wanted], numaNodes)?.cpuIds).toEqual(ids)
  })

  it('counts sockets and cores, and shows the CPUs pinned', () => {
    const allocation = allocateExclusively(cpus(2, 2, 2), [vm(2, 2, 2)])
    expect(allocation).toMatchObject({ sockets: 2, cores: 4 })
    expect(allocation?.topology.every(isTaken)).toBe(true)
    expect(allocation?.topology[0]?.pinnings).toEqual([{ vmId: 'vm1', policy: 'dedicated' }])
  })

  const cases = fc.record({
    shape: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 2 })),
    used: fc.uniqueArray(fc.integer({ min: 0, max: 23 })),
    layout: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 })),
    pinning: fc.constantFrom('dedicated' as const, 'isolate_threads' as const),
  })

  it('never gives away a CPU that is pinned, and gives each vCPU what it asks for', () => {
    fc.assert(
      fc.property(cases, ({ shape, used, layout, pinning }) => {
        const topology = cpus(...shape, used)
        const wanted = vm(...layout, { pinning })
        const allocation = allocateExclusively(topology, [wanted])
        if (allocation === undefined) return
        const taken = topology.filter(({ id }) => allocation.cpuIds.includes(id))
        expect(taken.every(({ pinnings }) => pinnings.length === 0)).toBe(true)
        expect(new Set(allocation.cpuIds).size).toBe(allocation.cpuIds.length)
        const perSocket = Map.groupBy(taken, ({ socket }) => socket)
        if (pinning === 'isolate_threads') {
          expect(byCore(taken)).toHaveLength(vcpusOf(wanted))
          expect(byCore(taken).every(core => core.length === shape[2])).toBe(true)
        } else {
          expect(taken).toHaveLength(vcpusOf(wanted))
          expect(byCore(taken).every(core => core.length % wanted.threadsPerCore === 0)).toBe(true)
        }
        const vSocket = wanted.coresPerSocket * wanted.threadsPerCore * (pinning === 'dedicated' ? 1 : shape[2])
        for (const [, there] of perSocket) expect(there.length % vSocket).toBe(0)
      }),
    )
  })
})

describe('withPendingPinned', () => {
  const pending = (over: VmOver) => {
    const coming = vm(1, 2, 1, { id: 'coming', ...over })
    return aSituation({ vms: [coming], pending: [{ vmId: 'coming', hostId: 'host1' }] })
  }
  it.each([
    { why: 'pins one on its way', topology: cpus(1, 4, 1), over: {}, taken: [0, 1] },
    {
      why: 'leaves the CPUs to one that shares',
      topology: cpus(1, 4, 1),
      over: { pinning: 'none' as const },
      taken: [],
    },
    {
      why: 'does not pin one twice',
      topology: cpus(1, 4, 1).map(cpu => ({
        ...cpu,
        pinnings: cpu.id > 1 ? [{ vmId: 'coming', policy: 'dedicated' as const }] : [],
      })),
      over: {},
      taken: [2, 3],
    },
    { why: 'knows of no CPUs', topology: [], over: {}, taken: [] },
    { why: 'has no room', topology: cpus(1, 1, 1), over: {}, taken: undefined },
  ])('$why', ({ topology, over, taken }) => {
    const after = withPendingPinned(aHostFacts({ topology }), pending(over))
    expect(after?.filter(isTaken).map(({ id }) => id)).toEqual(taken)
  })
})

describe('missingForExclusive', () => {
  const exclusive = vm(1, 1, 1)
  const withNodes = vm(1, 1, 1, { numaNodes: [vNode(0, 10)] })
  const topology = cpus(1, 1, 1)
  it.each<{ why: string; host: HostOver; wanted: typeof exclusive; field: string | undefined }>([
    { why: 'nothing for a VM that shares', host: {}, wanted: aVmFacts(), field: undefined },
    { why: 'the CPUs', host: {}, wanted: exclusive, field: 'host.topology' },
    { why: 'nothing where none are reported', host: { topology: [] }, wanted: exclusive, field: undefined },
    { why: 'nothing more without virtual nodes', host: { topology }, wanted: exclusive, field: undefined },
    {
      why: 'whether it has virtual nodes',
      host: { topology },
      wanted: vm(1, 1, 1, { numaNodes: undefined }),
      field: 'vm.numaNodes',
    },
    { why: 'the nodes', host: { topology }, wanted: withNodes, field: 'host.numaNodes' },
    { why: 'nothing without NUMA', host: { topology, numaNodes: [] }, wanted: withNodes, field: undefined },
    {
      why: 'their memory',
      host: { topology, numaNodes: [node(0, undefined, [0])] },
      wanted: withNodes,
      field: 'host.numaNodes.freeMiB',
    },
    {
      why: 'nothing when all is told',
      host: { topology, numaNodes: [node(0, 9, [0])] },
      wanted: withNodes,
      field: undefined,
    },
  ])('lacks $why', ({ host, wanted, field }) => {
    expect(missingForExclusive(aHostFacts(host), aSituation(), [wanted])).toBe(field)
  })

  it('asks for the CPUs where an exclusive VM runs or is coming', () => {
    const there = aSituation({ vms: [vm(1, 1, 1, { hostId: 'host1' })] })
    expect(missingForExclusive(aHostFacts(), there, [aVmFacts()])).toBe('host.topology')
    const coming = aSituation({ vms: [exclusive], pending: [{ vmId: 'vm1', hostId: 'host1' }] })
    expect(missingForExclusive(aHostFacts(), coming, [])).toBe('host.topology')
  })
})

describe('exclusiveMisfit', () => {
  it('says how many CPUs are free, and for how many vCPUs', () => {
    const situation = aSituation({ vms: [vm(1, 2, 1, { id: 'b' })], pending: [{ vmId: 'b', hostId: 'host1' }] })
    const host = aHostFacts({ topology: cpus(1, 4, 1, [0]) })
    expect(exclusiveMisfit(host, situation, [vm(1, 2, 1), aVmFacts()])).toMatchObject({ values: { free: 3, vcpus: 4 } })
    expect(exclusiveMisfit(aHostFacts({ topology: [] }), situation, []).code).toBe('cpus-not-reported')
  })
})
