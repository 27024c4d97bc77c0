/** The engine's own test data for its weights, restated. Source: rules §13. */
import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, shortWeights } from '../../../test/fakes/scheduling.ts'
import type { HostFacts } from '../facts/host-facts.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import type { WeightUnit } from '../unit.ts'
import { evenCpuWeight } from './even-cpu.ts'
import { evenMemoryWeight } from './even-memory.ts'
import { powerSavingCpuWeight } from './power-saving-cpu.ts'
import { powerSavingMemoryWeight } from './power-saving-memory.ts'

const aGoldenHost = (id: string, usagePercent: number, committedMiB: number): HostFacts =>
  aHostFacts({
    id,
    usagePercent,
    cores: 1,
    threads: 1,
    physicalMiB: 1024,
    maxSchedulingMiB: 1024 - committedMiB,
    vmCount: 2,
  })

// There VMs have 128 MiB and no overhead; here 72 of the 128 are overhead.
const aGoldenVm = (id: string, usageCpuPercent: number, hostId: string): VmFacts =>
  aVmFacts({ id, hostId, usageCpuPercent, sockets: 1, memoryMiB: 56 })

const evenVms = [aGoldenVm('1A', 20, 'A'), aGoldenVm('1B', 20, 'A'), aGoldenVm('2A', 40, 'B'), aGoldenVm('2B', 40, 'B')]
const evenCpu = [aGoldenHost('A', 90, 50), aGoldenHost('B', 25, 0)]
const evenMemory = [aGoldenHost('A', 30, 900), aGoldenHost('B', 25, 100)]
const savingVms = [aGoldenVm('1', 25, 'A'), aGoldenVm('2', 25, 'B'), aGoldenVm('3', 25, 'C')]
const savingMemory = [aGoldenHost('A', 50, 600), aGoldenHost('B', 50, 200), aGoldenHost('C', 50, 100)]
const savingCpu = [aGoldenHost('A', 90, 50), aGoldenHost('B', 25, 0), aGoldenHost('C', 10, 0)]
const memoryLimits = { MaxFreeMemoryForOverUtilized: '600', MinFreeMemoryForUnderUtilized: '900' }

const cases: {
  why: string
  unit: WeightUnit
  hosts: HostFacts[]
  vms: VmFacts[]
  properties?: Record<string, string>
  /** By VM. */
  best: Record<string, string>
  weights?: Record<string, Record<string, number>>
}[] = [
  {
    why: 'even CPU',
    unit: evenCpuWeight,
    hosts: evenCpu,
    vms: evenVms,
    best: { '1A': 'B', '1B': 'B', '2A': 'B', '2B': 'B' },
  },
  {
    why: 'even memory',
    unit: evenMemoryWeight,
    hosts: evenMemory,
    vms: evenVms,
    best: { '1A': 'B', '1B': 'B', '2A': 'B', '2B': 'B' },
    weights: { '1A': { A: 867, B: 140 }, '2A': { A: 1005, B: 1 } },
  },
  {
    why: 'power saving CPU',
    unit: powerSavingCpuWeight,
    hosts: savingCpu,
    vms: savingVms,
    properties: { HighUtilization: '80' },
    best: { '1': 'B', '2': 'C', '3': 'B' },
  },
  {
    why: 'power saving memory',
    unit: powerSavingMemoryWeight,
    hosts: savingMemory,
    vms: savingVms,
    properties: memoryLimits,
    best: { '1': 'B', '2': 'C', '3': 'B' },
    weights: {
      '1': { A: 1000, B: 685, C: 783 },
      '2': { A: 1000, B: 810, C: 783 },
      '3': { A: 1000, B: 685, C: 909 },
    },
  },
]

describe('weights the engine itself is tested with', () => {
  it.each(cases)('$why', ({ unit, hosts, vms, properties = {}, best, weights = {} }) => {
    const situation = aSituation({ hosts, vms, properties })
    const given = vms.map(vm => [vm.id, shortWeights(unit.weigh([vm], hosts, situation))] as const)
    const bestOf = (of: Record<string, number | string>) =>
      Object.keys(of)
        .filter(id => isLeast(of, id))
        .join()
    expect(Object.fromEntries(given.map(([id, of]) => [id, bestOf(of)]))).toEqual(best)
    expect(Object.fromEntries(given)).toMatchObject(weights)
  })
})

const isLeast = (of: Record<string, number | string>, id: string): boolean =>
  Object.values(of).every(other => Number(of[id]) <= Number(other))
