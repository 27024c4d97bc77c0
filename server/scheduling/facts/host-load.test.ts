import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, type HostOver, type VmOver } from '../../../test/fakes/scheduling.ts'
import type { CpuThread } from './host-facts.ts'
import { effectiveCores, effectiveLoad, hasStatistics, sharedCpus, totalSharedLoad, vmLoad } from './host-load.ts'

const cpu = (id: number, usagePercent: number, exclusive = false): CpuThread => ({
  id,
  socket: 0,
  core: Math.floor(id / 2),
  usagePercent,
  pinnings: exclusive ? [{ vmId: 'other', policy: 'dedicated' }] : [],
})
const plain = { pending: false, threadsAsCores: false }
const pendingToo = { pending: true, threadsAsCores: false }

const comingTo1 = (...vms: VmOver[]) => {
  const facts = vms.map((over, at) => aVmFacts({ id: `vm${at}`, ...over }))
  return aSituation({ vms: facts, pending: facts.map(({ id }) => ({ vmId: id, hostId: 'host1' })) })
}

describe('statistics', () => {
  it.each<{ why: string; host: HostOver; expected: boolean }>([
    { why: 'all three', host: {}, expected: true },
    { why: 'idle', host: { usagePercent: 0 }, expected: true },
    { why: 'no cores', host: { cores: undefined }, expected: false },
    { why: 'no threads', host: { threads: undefined }, expected: false },
    { why: 'no usage', host: { usagePercent: undefined }, expected: false },
  ])('present? $why', ({ host, expected }) => {
    expect(hasStatistics(aHostFacts(host))).toBe(expected)
  })

  it('counts threads as cores where the cluster does', () => {
    expect([false, true].map(threads => effectiveCores(aHostFacts(), threads))).toEqual([8, 16])
  })
})

describe('vmLoad', () => {
  it.each<{ why: string; vm: VmOver; expected: number }>([
    { why: 'is measured per vCPU while it runs', vm: { hostId: 'host1', usageCpuPercent: 35 }, expected: 70 },
    { why: 'may be nothing', vm: { hostId: 'host1', usageCpuPercent: 0 }, expected: 0 },
    { why: 'is assumed where not measured', vm: { hostId: 'host1' }, expected: 20 },
    { why: 'is assumed before it runs', vm: { usageCpuPercent: 35 }, expected: 20 },
    { why: 'is assumed for each thread', vm: { threadsPerCore: 2 }, expected: 40 },
    {
      why: 'is assumed while it waits',
      vm: { hostId: 'host1', status: 'wait_for_launch', usageCpuPercent: 35 },
      expected: 20,
    },
  ])('$why', ({ vm, expected }) => {
    expect(vmLoad(aVmFacts(vm), aSituation())).toBe(expected)
  })
})

describe('sharedCpus', () => {
  const four = [cpu(0, 1), cpu(1, 1), cpu(2, 1), cpu(3, 1)]
  const one = { sockets: 1, coresPerSocket: 1 }
  it.each([
    {
      why: 'are the cores without a topology',
      topology: undefined,
      situation: aSituation(),
      options: plain,
      expected: 8,
    },
    {
      why: 'are the threads, if they count',
      topology: [],
      situation: aSituation(),
      options: { ...plain, threadsAsCores: true },
      expected: 16,
    },
    { why: 'are all of the topology', topology: four, situation: aSituation(), options: plain, expected: 4 },
    {
      why: 'leave exclusive ones out',
      topology: [cpu(0, 1, true), cpu(1, 1)],
      situation: aSituation(),
      options: plain,
      expected: 1,
    },
    {
      why: 'leave out those on their way',
      topology: four,
      situation: comingTo1({ pinning: 'dedicated' }),
      options: pendingToo,
      expected: 2,
    },
    {
      why: 'keep them where not asked',
      topology: four,
      situation: comingTo1({ pinning: 'dedicated' }),
      options: plain,
      expected: 4,
    },
    {
      why: 'lose a whole core to a thread that is isolated',
      topology: four,
      situation: comingTo1({ ...one, pinning: 'isolate_threads' }),
      options: pendingToo,
      expected: 2,
    },
    {
      why: 'lose none to a VM that shares',
      topology: four,
      situation: comingTo1({}),
      options: pendingToo,
      expected: 4,
    },
    {
      why: 'lose none to a VM that does not fit',
      topology: four,
      situation: comingTo1({ pinning: 'dedicated', sockets: 5 }),
      options: pendingToo,
      expected: 4,
    },
  ])('$why', ({ topology, situation, options, expected }) => {
    expect(sharedCpus(aHostFacts({ topology }), situation, options)).toBe(expected)
  })
})

describe('totalSharedLoad', () => {
  it.each<{
    why: string
    host: HostOver
    situation?: ReturnType<typeof aSituation>
    options?: typeof plain
    expected: number
  }>([
    { why: 'is of all cores without a topology', host: {}, expected: 80 },
    { why: 'is of all threads, if they count', host: {}, options: { ...plain, threadsAsCores: true }, expected: 160 },
    { why: 'adds up the shared CPUs', host: { topology: [cpu(0, 30), cpu(1, 50), cpu(2, 99, true)] }, expected: 80 },
    { why: 'falls back where they show none', host: { topology: [cpu(0, 0), cpu(1, 99, true)] }, expected: 80 },
    { why: 'charges the pool manager', host: { spm: 'spm' }, expected: 90 },
    { why: 'charges one who wants to be it', host: { spm: 'contending' }, expected: 90 },
    { why: 'leaves out what is on its way', host: {}, situation: comingTo1({}), expected: 80 },
    { why: 'adds what is on its way', host: {}, situation: comingTo1({}, {}), options: pendingToo, expected: 120 },
    {
      why: 'adds what a VM loads that moves here',
      host: {},
      situation: comingTo1({ hostId: 'host2', usageCpuPercent: 60 }),
      options: pendingToo,
      expected: 200,
    },
    {
      why: 'adds one that will have CPUs to itself, as the engine books it',
      host: {},
      situation: comingTo1({ pinning: 'dedicated' }),
      options: pendingToo,
      expected: 100,
    },
  ])('$why', ({ host, situation = aSituation(), options = plain, expected }) => {
    expect(totalSharedLoad(aHostFacts(host), situation, options)).toBe(expected)
  })
})

describe('effectiveLoad', () => {
  it.each<{ why: string; host: HostOver; expected: number }>([
    { why: 'is exact', host: {}, expected: 10 },
    { why: 'is rounded up', host: { spm: 'spm' }, expected: 12 },
    { why: 'is of shared CPUs only', host: { topology: [cpu(0, 41), cpu(1, 42), cpu(2, 99, true)] }, expected: 42 },
    { why: 'is nothing on no CPUs', host: { usagePercent: 0, topology: [cpu(0, 9, true)] }, expected: 0 },
    {
      why: 'is endless when it has none to run on',
      host: { topology: [cpu(0, 9, true)] },
      expected: Number.POSITIVE_INFINITY,
    },
  ])('$why', ({ host, expected }) => {
    expect(effectiveLoad(aHostFacts(host), aSituation(), plain)).toBe(expected)
  })
})
