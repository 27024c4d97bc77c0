import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, NOW_MS } from '../../../test/fakes/scheduling.ts'
import { engineDefaults } from '../facts/engine-config.ts'
import type { BalanceUnit } from '../unit.ts'
import { evenDistributionBalance } from './even-distribution.ts'
import { powerSavingBalance } from './power-saving.ts'

/** The engine's own unit tests, restated. Source: rules §13. */
const TOTAL_MIB = 1024
const config = {
  ...engineDefaults,
  HighUtilizationForEvenlyDistribute: 80,
  HighUtilizationForPowerSave: 80,
  LowUtilizationForPowerSave: 20,
  CpuOverCommitDurationMinutes: 5,
  VcpuConsumptionPercentage: 20,
  UtilizationThresholdInPercent: 80,
}

type GoldenHost = Readonly<{ id: string; load: number; committed: number; long?: boolean; vmCount?: number }>
type GoldenVm = Readonly<{ id: string; on: string; load: number }>
type Move = readonly [vmId: string, ...hostIds: string[]]

const evenVms: readonly GoldenVm[] = [
  { id: '1A', on: 'A', load: 20 },
  { id: '1B', on: 'A', load: 20 },
  { id: '2A', on: 'B', load: 40 },
  { id: '2B', on: 'B', load: 40 },
]
const twoVms: readonly GoldenVm[] = [
  { id: '1', on: 'A', load: 25 },
  { id: '2', on: 'B', load: 25 },
]
const threeVms: readonly GoldenVm[] = [...twoVms, { id: '3', on: 'C', load: 25 }]

const memoryHosts: readonly GoldenHost[] = [
  { id: 'A', load: 50, committed: 600 },
  { id: 'B', load: 50, committed: 200 },
  { id: 'C', load: 50, committed: 100 },
]
const leaveA: readonly Move[] = [
  ['1A', 'A', 'B'],
  ['1B', 'A', 'B'],
]

const cases: {
  why: string
  unit: BalanceUnit
  hosts: readonly GoldenHost[]
  vms: readonly GoldenVm[]
  shortBelow?: number
  plentyAbove?: number
  /** In this order. */
  expected: readonly Move[]
  /** After those, in any order. */
  anyOrder?: readonly Move[]
}[] = [
  {
    why: 'even, CPU',
    unit: evenDistributionBalance,
    hosts: [
      { id: 'A', load: 90, committed: 50, long: true },
      { id: 'B', load: 25, committed: 0 },
    ],
    vms: evenVms,
    shortBelow: 512,
    plentyAbove: 900,
    expected: leaveA,
  },
  {
    why: 'even, memory',
    unit: evenDistributionBalance,
    hosts: [
      { id: 'A', load: 30, committed: 900 },
      { id: 'B', load: 25, committed: 100 },
    ],
    vms: evenVms,
    shortBelow: 512,
    plentyAbove: 900,
    expected: leaveA,
  },
  {
    why: 'even, CPU and memory',
    unit: evenDistributionBalance,
    hosts: [
      { id: 'A', load: 90, committed: 100, long: true },
      { id: 'B', load: 5, committed: 800 },
    ],
    vms: evenVms,
    shortBelow: 512,
    plentyAbove: 900,
    expected: [],
  },
  {
    why: 'even, medium memory',
    unit: evenDistributionBalance,
    hosts: [
      { id: 'A', load: 90, committed: 100, long: true },
      { id: 'B', load: 15, committed: 400 },
    ],
    vms: evenVms,
    shortBelow: 300,
    plentyAbove: 900,
    expected: leaveA,
  },
  {
    why: 'even, high memory',
    unit: evenDistributionBalance,
    hosts: [
      { id: 'A', load: 90, committed: 100, long: true },
      { id: 'B', load: 15, committed: 400 },
    ],
    vms: evenVms,
    shortBelow: 512,
    plentyAbove: 900,
    expected: [],
  },
  {
    why: 'save, memory',
    unit: powerSavingBalance,
    hosts: memoryHosts,
    vms: threeVms,
    shortBelow: 512,
    plentyAbove: 900,
    expected: [
      ['1', 'A', 'B', 'C'],
      ['3', 'B', 'C'],
    ],
  },
  {
    why: 'save, no limit for plenty',
    unit: powerSavingBalance,
    hosts: memoryHosts,
    vms: threeVms,
    shortBelow: 512,
    expected: [['1', 'A', 'B', 'C']],
  },
  {
    why: 'save, no limit for short',
    unit: powerSavingBalance,
    hosts: memoryHosts,
    vms: threeVms,
    plentyAbove: 900,
    expected: [['3', 'A', 'B', 'C']],
  },
  {
    why: 'save, CPU',
    unit: powerSavingBalance,
    hosts: [
      { id: 'A', load: 90, committed: 50, long: true },
      { id: 'B', load: 25, committed: 0 },
      { id: 'C', load: 10, committed: 0 },
    ],
    vms: threeVms,
    shortBelow: 128,
    plentyAbove: 768,
    expected: [
      ['1', 'A', 'B', 'C'],
      ['3', 'B', 'C'],
    ],
    anyOrder: [
      ['3', 'B', 'C'],
      ['2', 'B', 'C'],
      ['1', 'A', 'B', 'C'],
    ],
  },
  {
    why: 'save, CPU and memory',
    unit: powerSavingBalance,
    hosts: [
      { id: 'A', load: 90, committed: 0, long: true },
      { id: 'B', load: 5, committed: 915 },
    ],
    vms: twoVms,
    shortBelow: 128,
    plentyAbove: 768,
    expected: [],
  },
  {
    why: 'save, medium',
    unit: powerSavingBalance,
    hosts: [
      { id: 'A', load: 50, committed: 520 },
      { id: 'B', load: 25, committed: 312, vmCount: 1 },
    ],
    vms: twoVms,
    shortBelow: 128,
    plentyAbove: 768,
    expected: [],
  },
  {
    why: 'save, no load',
    unit: powerSavingBalance,
    hosts: [
      { id: 'A', load: 5, committed: 0 },
      { id: 'B', load: 5, committed: 64 },
    ],
    vms: twoVms,
    shortBelow: 128,
    plentyAbove: 768,
    expected: [
      ['1', 'A', 'B'],
      ['2', 'A', 'B'],
    ],
    anyOrder: [
      ['1', 'A', 'B'],
      ['2', 'A', 'B'],
    ],
  },
]

const hostOf = ({ id, load, committed, long = false, vmCount = 2 }: GoldenHost) =>
  aHostFacts({
    id,
    cores: 1,
    threads: 1,
    usagePercent: load,
    physicalMiB: TOTAL_MIB,
    maxSchedulingMiB: TOTAL_MIB - committed,
    vmCount,
    cpuOverCommitSinceMs: long ? NOW_MS - 305_000 : null,
  })
const vmOf = ({ id, on, load }: GoldenVm) =>
  aVmFacts({ id, hostId: on, sockets: 1, memoryMiB: 128, usageCpuPercent: load })

describe("the engine's own cases", () => {
  it.each(cases)('$why', ({ unit, hosts, vms, shortBelow, plentyAbove, expected, anyOrder = [] }) => {
    const properties = {
      ...(shortBelow !== undefined && { MaxFreeMemoryForOverUtilized: String(shortBelow) }),
      ...(plentyAbove !== undefined && { MinFreeMemoryForUnderUtilized: String(plentyAbove) }),
    }
    const facts = hosts.map(hostOf)
    const answer = unit.balance(facts, aSituation({ hosts: facts, vms: vms.map(vmOf), config, properties }))
    const moves = answer.candidates.map(({ vmId, hostIds }) => [vmId, ...hostIds.toSorted()])
    expect(moves.slice(0, expected.length)).toEqual(expected)
    expect(moves.slice(expected.length).toSorted()).toEqual(anyOrder.toSorted())
    expect(answer.because.code === 'moves-found').toBe(moves.length > 0)
  })

  it.each(cases.filter(({ expected }) => expected.length > 0))('$why: each move says because', given => {
    const facts = given.hosts.map(hostOf)
    const properties = {
      MaxFreeMemoryForOverUtilized: String(given.shortBelow ?? 0),
      ...(given.plentyAbove !== undefined && { MinFreeMemoryForUnderUtilized: String(given.plentyAbove) }),
    }
    const situation = aSituation({ hosts: facts, vms: given.vms.map(vmOf), config, properties })
    for (const { vmId, because } of given.unit.balance(facts, situation).candidates) {
      expect(because.text).toContain(`${vmId} may leave`)
      expect(because.text).toMatch(/[0-9]+ (%|MiB)/)
    }
  })
})
