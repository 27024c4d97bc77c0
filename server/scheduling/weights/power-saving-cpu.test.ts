import { describe, expect, it } from 'vitest'
import {
  aHostFacts,
  aSituation,
  aVmFacts,
  type HostOver,
  shortWeights,
  type VmOver,
} from '../../../test/fakes/scheduling.ts'
import { powerSavingCpuWeight } from './power-saving-cpu.ts'

const cases: {
  why: string
  hosts: HostOver[]
  vm?: VmOver
  /** VMs on their way to h0. */
  pending?: VmOver[]
  threadsAsCores?: boolean
  properties?: Record<string, string>
  expected: Record<string, number | string>
}[] = [
  {
    why: 'the fullest is best',
    hosts: [{ usagePercent: 90 }, { usagePercent: 10 }, { usagePercent: 50 }],
    expected: { h0: 1, h1: 1000, h2: 501 },
  },
  {
    why: 'without statistics it is worst',
    hosts: [{ usagePercent: undefined }, { usagePercent: 10 }],
    expected: { h0: 1000, h1: 1 },
  },
  {
    why: 'exactly at the limit is still best',
    hosts: [{ usagePercent: 80 }, { usagePercent: 10 }],
    properties: { HighUtilization: '80' },
    expected: { h0: 1, h1: 1000 },
  },
  {
    why: 'above the limit is worst, and no measure for others',
    hosts: [{ usagePercent: 81 }, { usagePercent: 10 }, { usagePercent: 20 }],
    properties: { HighUtilization: '80' },
    expected: { h0: 1000, h1: 1000, h2: 1 },
  },
  {
    why: 'the limit is for the load before the VM comes',
    hosts: [{ usagePercent: 80 }, { usagePercent: 10 }],
    vm: { hostId: 'h1', usageCpuPercent: 100 },
    properties: { HighUtilization: '80' },
    expected: { h0: 1, h1: 1000 },
  },
  {
    why: 'VMs on their way count for the limit',
    hosts: [{ usagePercent: 80 }, { usagePercent: 10 }],
    pending: [{ id: 'p' }],
    properties: { HighUtilization: '80' },
    expected: { h0: 1000, h1: 1 },
  },
  {
    why: 'what the pool manager is charged weighs on the cores',
    hosts: [{ usagePercent: 79, spm: 'spm' }, { usagePercent: 10 }],
    properties: { HighUtilization: '80' },
    expected: { h0: 1000, h1: 1 },
  },
  {
    why: 'or on the threads, where they count as cores',
    hosts: [{ usagePercent: 79, spm: 'spm' }, { usagePercent: 10 }],
    threadsAsCores: true,
    properties: { HighUtilization: '80' },
    expected: { h0: 1, h1: 1000 },
  },
  {
    why: 'no limit without the property',
    hosts: [{ usagePercent: 100 }, { usagePercent: 10 }],
    expected: { h0: 1, h1: 1000 },
  },
  {
    why: 'the engine fails on a limit that is no number',
    hosts: [{}, {}],
    properties: { HighUtilization: 'high' },
    expected: { h0: 'properties.HighUtilization', h1: 'properties.HighUtilization' },
  },
  {
    why: 'the vCPU ratio is not its business',
    hosts: [{ usagePercent: 50 }, { usagePercent: 10 }],
    properties: { VCpuToPhysicalCpuRatio: '0.1' },
    expected: { h0: 1, h1: 1000 },
  },
  {
    why: 'no CPU left to share is worst',
    hosts: [{ cores: 2 }, { cores: 3 }, { cores: 8 }],
    vm: { pinning: 'dedicated' },
    expected: { h0: 1000, h1: 1, h2: 1000 },
  },
]

describe('OptimalForCpuPowerSaving', () => {
  it.each(cases)('$why', ({ hosts, vm = {}, pending = [], threadsAsCores = false, properties = {}, expected }) => {
    const facts = hosts.map((host, index) => aHostFacts({ id: `h${index}`, ...host }))
    const vms = pending.map(aVmFacts)
    const situation = aSituation({
      hosts: facts,
      vms,
      pending: vms.map(({ id }) => ({ vmId: id, hostId: 'h0' })),
      cluster: { id: 'cluster1', name: 'Default', threadsAsCores },
      properties,
    })
    expect(shortWeights(powerSavingCpuWeight.weigh([aVmFacts(vm)], facts, situation))).toEqual(expected)
  })
})
