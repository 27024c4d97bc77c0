import { describe, expect, it } from 'vitest'
import { aHostFacts, aVmFacts, type HostOver, type VmOver, verdictOf } from '../../../test/fakes/scheduling.ts'
import { cpuTopologyFilter } from './cpu-topology.ts'

const nodes = (count: number) => Array.from({ length: count }, (_, index) => ({ index, totalMiB: 1, cpuIds: [] }))
const resize: VmOver = { pinning: 'resize_and_pin_numa' }
const dedicated: VmOver = { pinning: 'dedicated', threadsPerCore: 2 }

const cases: { why: string; vm?: VmOver; host: HostOver; expected: object }[] = [
  { why: 'keeps any host for other VMs', host: {}, expected: { kind: 'kept' } },
  {
    why: 'drops one of unknown sockets for any VM',
    host: { sockets: undefined },
    expected: { kind: 'dropped', reason: { code: 'cpu-counts-not-known' } },
  },
  {
    why: 'drops one of unknown cores',
    host: { cores: undefined },
    expected: { kind: 'dropped', reason: { code: 'cpu-counts-not-known' } },
  },
  {
    why: 'drops one of unknown threads',
    host: { threads: undefined },
    expected: { kind: 'dropped', reason: { code: 'cpu-counts-not-known' } },
  },
  {
    why: 'resizes to 2 cores per socket',
    vm: resize,
    host: { sockets: 2, cores: 4, numaNodes: nodes(2) },
    expected: { kind: 'kept', reason: { code: 'resize-fits', values: { coresPerSocket: 2 } } },
  },
  {
    why: 'does not resize to 1',
    vm: resize,
    host: { sockets: 2, cores: 2, numaNodes: nodes(2) },
    expected: { kind: 'dropped', reason: { code: 'too-few-cores-per-socket', values: { coresPerSocket: 1 } } },
  },
  {
    why: 'counts whole cores per socket',
    vm: resize,
    host: { sockets: 2, cores: 3, numaNodes: nodes(2) },
    expected: { kind: 'dropped' },
  },
  {
    why: 'drops one with more nodes than sockets',
    vm: resize,
    host: { sockets: 2, cores: 4, numaNodes: nodes(3) },
    expected: { kind: 'dropped', reason: { code: 'sockets-are-not-nodes', values: { sockets: 2, numaNodes: 3 } } },
  },
  {
    why: 'drops one with fewer',
    vm: resize,
    host: { sockets: 2, cores: 4, numaNodes: [] },
    expected: { kind: 'dropped', reason: { values: { numaNodes: 0 } } },
  },
  { why: 'does not guess nodes', vm: resize, host: {}, expected: { kind: 'unknown', field: 'host.numaNodes' } },
  { why: 'needs no nodes where the cores are too few', vm: resize, host: { cores: 1 }, expected: { kind: 'dropped' } },
  {
    why: 'keeps as many threads per core',
    vm: dedicated,
    host: { cores: 8, threads: 16 },
    expected: { kind: 'kept', reason: { values: { hostThreads: 2, vmThreads: 2 } } },
  },
  {
    why: 'drops fewer',
    vm: dedicated,
    host: { cores: 8, threads: 8 },
    expected: { kind: 'dropped', reason: { code: 'threads-per-core-too-few', values: { hostThreads: 1 } } },
  },
  {
    why: 'counts whole threads per core',
    vm: dedicated,
    host: { cores: 8, threads: 15 },
    expected: { kind: 'dropped' },
  },
  {
    why: 'does not compare threads for isolated ones',
    vm: { ...dedicated, pinning: 'isolate_threads' },
    host: { cores: 8, threads: 8 },
    expected: { kind: 'kept' },
  },
]

describe('CPUTopology', () => {
  it.each(cases)('$why', ({ vm = {}, host, expected }) => {
    expect(verdictOf(cpuTopologyFilter, aVmFacts(vm), aHostFacts(host))).toMatchObject(expected)
  })
})
