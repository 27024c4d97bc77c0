import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, type HostOver, type VmOver } from '../../../test/fakes/scheduling.ts'
import { memoryFilter } from './memory.ts'

/** Overhead 64 + 2 before start and 16 for its vCPUs: 1090 MiB in the host, 1106 MiB booked. */
const one: VmOver = { memoryMiB: 1024 }
/** 512 huge pages; 66 MiB in the host, 82 MiB booked. */
const huge: VmOver = { memoryMiB: 1024, hugePageKiB: 2048 }
const pages = (count: number): HostOver => ({ freeHugePages: new Map([[2048, count]]) })

const cases: { why: string; group?: VmOver[]; coming?: VmOver[]; host: HostOver; expected: object }[] = [
  {
    why: 'keeps roomy ones',
    host: {},
    expected: {
      kind: 'kept',
      reason: { code: 'memory-enough', values: { neededMiB: 1106, maxSchedulingMiB: 60_000 } },
    },
  },
  { why: 'may promise exactly', host: { maxSchedulingMiB: 1106 }, expected: { kind: 'kept' } },
  {
    why: 'may not promise one MiB more',
    host: { maxSchedulingMiB: 1105 },
    expected: {
      kind: 'dropped',
      reason: { code: 'memory-too-little', values: { neededMiB: 1106, maxSchedulingMiB: 1105 } },
    },
  },
  { why: 'has exactly that free', host: { freeMiB: 1090 }, expected: { kind: 'kept' } },
  {
    why: 'has one MiB less free',
    host: { freeMiB: 1089 },
    expected: {
      kind: 'dropped',
      reason: { code: 'free-memory-too-little', values: { neededMiB: 1090, leftMiB: 1089 } },
    },
  },
  { why: 'takes swap as the last resort', host: { freeMiB: 1089, swapFreeMiB: 1 }, expected: { kind: 'kept' } },
  {
    why: 'adds up the group to promise',
    group: [one, one],
    host: { maxSchedulingMiB: 2212 },
    expected: { kind: 'kept' },
  },
  {
    why: 'does not promise the group more',
    group: [one, one],
    host: { maxSchedulingMiB: 2211 },
    expected: { kind: 'dropped' },
  },
  {
    why: 'adds up the group that is to lie there',
    group: [one, one],
    host: { freeMiB: 2179 },
    expected: { kind: 'dropped' },
  },
  {
    why: 'passes over paused VMs',
    group: [{ ...one, status: 'paused', hostId: 'host2' }],
    host: { maxSchedulingMiB: 0 },
    expected: { kind: 'kept' },
  },
  {
    why: 'passes over VMs that are here',
    group: [{ ...one, hostId: 'host1' }],
    host: { maxSchedulingMiB: 0 },
    expected: { kind: 'kept' },
  },
  {
    why: 'looks at the others of the group',
    group: [{ ...one, hostId: 'host1' }, one],
    host: { maxSchedulingMiB: 1105 },
    expected: { kind: 'dropped' },
  },
  {
    why: 'counts only the overhead of what is on its way, as the engine does',
    coming: [one],
    host: { freeMiB: 1090 + 66 },
    expected: { kind: 'kept' },
  },
  {
    why: 'does count that',
    coming: [one],
    host: { freeMiB: 1090 + 65 },
    expected: { kind: 'dropped', reason: { values: { pendingMiB: 66 } } },
  },
  {
    why: 'has nothing left, swap or not',
    group: [huge],
    coming: [one],
    host: { freeMiB: 65, swapFreeMiB: 9999, ...pages(512) },
    expected: { kind: 'dropped', reason: { code: 'free-memory-taken' } },
  },
  {
    why: 'may be left with nothing but swap',
    group: [huge],
    coming: [one],
    host: { freeMiB: 66, swapFreeMiB: 66, ...pages(512) },
    expected: { kind: 'kept' },
  },
  {
    why: 'counts no memory that lies in huge pages',
    group: [huge],
    host: { freeMiB: 66, maxSchedulingMiB: 82, ...pages(512) },
    expected: { kind: 'kept' },
  },
  {
    why: 'sets missing huge pages aside',
    group: [huge],
    host: { freeMiB: 68, maxSchedulingMiB: 84, ...pages(511) },
    expected: { kind: 'kept', reason: { values: { dynamicHugeMiB: 2 } } },
  },
  {
    why: 'does not promise them beyond',
    group: [huge],
    host: { maxSchedulingMiB: 83, ...pages(511) },
    expected: { kind: 'dropped', reason: { code: 'memory-too-little', values: { neededMiB: 84 } } },
  },
  {
    why: 'does not have them free',
    group: [huge],
    host: { freeMiB: 67, ...pages(511) },
    expected: { kind: 'dropped', reason: { code: 'free-memory-too-little', values: { leftMiB: 65 } } },
  },
  {
    why: 'does not take off huge pages on their way, as the engine does not',
    group: [huge],
    coming: [huge],
    host: pages(512),
    expected: { kind: 'kept', reason: { values: { dynamicHugeMiB: 0 } } },
  },
  {
    why: 'drops one whose free memory is not known',
    host: { freeMiB: undefined },
    expected: { kind: 'dropped', reason: { code: 'free-memory-not-known' } },
  },
  {
    why: 'does not guess what may be promised',
    host: { maxSchedulingMiB: undefined },
    expected: { kind: 'unknown', field: 'host.maxSchedulingMiB' },
  },
  {
    why: 'does not need to where too little is free',
    host: { maxSchedulingMiB: undefined, freeMiB: 9 },
    expected: { kind: 'dropped' },
  },
  {
    why: 'does not guess swap where it matters',
    host: { freeMiB: 1089, swapFreeMiB: undefined },
    expected: { kind: 'unknown', field: 'host.swapFreeMiB' },
  },
  {
    why: 'asks for no swap where just enough is free',
    host: { freeMiB: 1090, swapFreeMiB: undefined },
    expected: { kind: 'kept' },
  },
  { why: 'asks for no swap where it does not', host: { swapFreeMiB: undefined }, expected: { kind: 'kept' } },
  {
    why: 'does not guess huge pages',
    group: [huge],
    host: {},
    expected: { kind: 'unknown', field: 'host.freeHugePages' },
  },
]

describe('Memory', () => {
  it.each(cases)('$why', ({ group = [one], coming = [], host: over, expected }) => {
    const vms = group.map((vm, at) => aVmFacts({ id: `vm${at}`, ...vm }))
    const pending = coming.map((vm, at) => aVmFacts({ id: `coming${at}`, ...vm }))
    const host = aHostFacts(over)
    const situation = aSituation({
      hosts: [host],
      vms: [...vms, ...pending],
      pending: pending.map(({ id }) => ({ vmId: id, hostId: 'host1' })),
    })
    expect(memoryFilter.filter(vms, [host], situation).get('host1')).toMatchObject(expected)
  })
})
