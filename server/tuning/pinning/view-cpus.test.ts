import { describe, expect, it } from 'vitest'
import type { PhysicalCpu } from '../../../shared/model/host-reading.ts'
import {
  cpuReadings,
  fourCores,
  fourThreads,
  plainContext,
  type UsedVcpu,
  viewed,
} from '../../../test/fakes/cpu-readings.ts'
import { aHostReading } from '../../../test/fakes/host-readings.ts'
import type { CpuContext } from './cpu-context.ts'
import { viewCpus } from './view-cpus.ts'

describe('when there is a view', () => {
  const both = { host: aHostReading(), ...cpuReadings([]), elapsedMs: 10_000, context: plainContext }
  const cases = [
    { why: 'two readings', input: both, is: true },
    { why: 'only one reading', input: { ...both, before: undefined }, is: false },
    { why: 'no time between them', input: { ...both, elapsedMs: 0 }, is: false },
    { why: 'a gap between them', input: { ...both, elapsedMs: 120_001 }, is: false },
    { why: 'no CPUs told', input: { ...both, host: aHostReading({ cpus: [] }) }, is: false },
    {
      why: 'all CPUs reserved',
      input: { ...both, context: { ...plainContext, reservedCpuIds: new Set([0, 1]) } },
      is: false,
    },
  ]
  for (const { why, input, is } of cases)
    it(`${is ? 'one' : 'none'} with ${why}`, () => expect(viewCpus(input) !== undefined).toBe(is))
})

describe('cores', () => {
  const cases: { why: string; cpus: PhysicalCpu[]; context?: Partial<CpuContext>; expected: [number[], number][] }[] = [
    {
      why: 'each CPU where cores are not told',
      cpus: fourCores,
      expected: [
        [[0], 1],
        [[1], 1],
        [[2], 1],
        [[3], 1],
      ],
    },
    {
      why: 'threads together',
      cpus: fourThreads,
      expected: [
        [[0, 2], 1.25],
        [[1, 3], 1.25],
      ],
    },
    {
      why: 'a capacity as set',
      cpus: fourThreads,
      context: { threadCapacity: 0.5 },
      expected: [
        [[0, 2], 1.5],
        [[1, 3], 1.5],
      ],
    },
    {
      why: 'the same number in two sockets is two cores',
      cpus: fourThreads.map(cpu => ({ ...cpu, socketId: cpu.id >> 1 })),
      expected: [
        [[0], 1],
        [[1], 1],
        [[2], 1],
        [[3], 1],
      ],
    },
    {
      why: 'without reserved threads',
      cpus: fourThreads,
      context: { reservedCpuIds: new Set([1, 2, 3]) },
      expected: [[[0], 1]],
    },
  ]
  for (const { why, cpus, context = {}, expected } of cases)
    it(why, () => {
      const { cores } = viewed([], { host: { cpus }, context })
      expect(cores.map(({ cpuIds, capacity }) => [cpuIds, capacity])).toEqual(expected)
    })

  it('take their node from the CPU, or from the list of nodes', () => {
    const numaNodes = [{ id: 4, cpuIds: [0, 1] }]
    const cpus = fourCores.map(cpu => (cpu.id === 1 ? { ...cpu, nodeId: 5 } : cpu))
    const { cores } = viewed([], { host: { cpus, numaNodes } })
    expect(cores.map(({ nodeId }) => nodeId)).toEqual([4, 5, undefined, undefined])
  })
})

describe('demand', () => {
  const cases: { why: string; used: UsedVcpu; expected: number }[] = [
    { why: 'run time and waiting', used: { ran: 40, delayed: 15 }, expected: 55 },
    { why: 'run time where no waiting is told', used: { ran: 40, delayNs: undefined as never }, expected: 40 },
    { why: 'never above a CPU', used: { ran: 80, delayed: 60 }, expected: 100 },
    { why: 'nothing', used: {}, expected: 0 },
  ]
  for (const { why, used, expected } of cases)
    it(why, () => expect(viewed([{ used: [used] }]).vcpus[0]?.demandPercent).toBeCloseTo(expected))

  it('of an offline vCPU is not there, and its VM moves', () => {
    const { vcpus, leftAlone } = viewed([{ used: [{ ran: 10 }, { state: 'offline', onCpuId: undefined as never }] }])
    expect([vcpus.map(({ vcpu }) => vcpu), leftAlone]).toEqual([[0], []])
  })
})

describe('where vCPUs are and may be', () => {
  const cases: {
    why: string
    used: UsedVcpu
    original?: number[]
    cpus?: PhysicalCpu[]
    expected: object | undefined
  }[] = [
    { why: 'unrestricted', used: { onCpuId: 2 }, expected: { core: 2, allowedCores: [0, 1, 2, 3], isPinned: false } },
    {
      why: 'all CPUs is no restriction',
      used: { pinnedTo: [0, 1, 2, 3, 64] },
      expected: { allowedCores: [0, 1, 2, 3] },
    },
    { why: 'as configured', used: { pinnedTo: [3, 1] }, expected: { core: 0, allowedCores: [1, 3] } },
    {
      why: 'pinned by us',
      used: { onCpuId: 0, pinnedTo: [3] },
      original: [0, 1, 2, 3],
      expected: { core: 3, allowedCores: [0, 1, 2, 3], isPinned: true },
    },
    {
      why: 'pinned by us within its affinity',
      used: { pinnedTo: [3] },
      original: [2, 3],
      expected: { core: 3, allowedCores: [2, 3], isPinned: true },
    },
    {
      why: 'on threads of one core',
      used: { onCpuId: 0, pinnedTo: [1, 3] },
      original: [0, 1, 2, 3],
      cpus: fourThreads,
      expected: { core: 1, allowedCores: [0, 1] },
    },
    {
      why: 'on some threads of cores',
      used: { pinnedTo: [0, 1, 3] },
      cpus: fourThreads,
      expected: { core: 0, allowedCores: [0, 1], allowedCpuIds: new Set([0, 1, 3]) },
    },
    { why: 'confined to threads of one core', used: { pinnedTo: [1, 3] }, cpus: fourThreads, expected: undefined },
    { why: 'confined to CPUs that are offline', used: { pinnedTo: [64] }, expected: undefined },
  ]
  for (const { why, used, original, cpus = fourCores, expected } of cases) {
    it(why, () => {
      const context = { originalOf: () => original }
      const { vcpus } = viewed([{ used: [used, {}] }], { host: { cpus }, context: original ? context : {} })
      const found = vcpus.find(({ vcpu }) => vcpu === 0)
      if (expected === undefined) expect(found).toBeUndefined()
      else expect(found).toMatchObject(expected)
    })
  }

  it('are the same list for the same affinity', () => {
    const { vcpus } = viewed([{ used: [{ pinnedTo: [0, 1] }, { pinnedTo: [0, 1] }, {}, { pinnedTo: [0, 1, 2, 3] }] }])
    expect(vcpus[0]?.allowedCores).toBe(vcpus[1]?.allowedCores)
    expect(vcpus[2]?.allowedCores).toBe(vcpus[3]?.allowedCores)
  })
})
