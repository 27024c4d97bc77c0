import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, shortWeights, type VmOver } from '../../../test/fakes/scheduling.ts'
import { powerSavingMemoryWeight } from './power-saving-memory.ts'

const thousand = { memoryMiB: 919 } as const
const low = { MaxFreeMemoryForOverUtilized: '2000' }

const cases: {
  why: string
  freeMiB: (number | undefined)[]
  vm?: VmOver
  properties?: Record<string, string>
  expected: Record<string, number | string>
}[] = [
  // The scale is 11 000.
  { why: 'fuller is better', freeMiB: [10_000, 4000], expected: { h0: 818, h1: 273 } },
  {
    why: 'nothing is taken off where the VM is',
    freeMiB: [10_000, 4000],
    vm: { ...thousand, hostId: 'h0' },
    expected: { h0: 909, h1: 273 },
  },
  { why: 'exactly enough is left', freeMiB: [10_000, 3000], properties: low, expected: { h0: 818, h1: 182 } },
  { why: 'one MiB less is worst', freeMiB: [10_000, 2999], properties: low, expected: { h0: 818, h1: 1000 } },
  {
    why: 'what is missing goes on top of the upper limit',
    freeMiB: [10_000, 2500, 1500],
    properties: { ...low, MinFreeMemoryForUnderUtilized: '6000' },
    // 6000 + 500, 6000 + 1500.
    expected: { h0: 818, h1: 591, h2: 682 },
  },
  { why: 'more VMs than room is worst, without a limit too', freeMiB: [10_000, 999], expected: { h0: 818, h1: 1000 } },
  { why: 'none has room', freeMiB: [0, 0], vm: { ...thousand, hostId: 'h0' }, expected: { h0: 1, h1: 1 } },
  {
    why: 'a host that did not tell is left out',
    freeMiB: [undefined, 10_000],
    expected: { h0: 'host.maxSchedulingMiB', h1: 818 },
  },
  {
    why: 'the engine fails on a limit that is no number',
    freeMiB: [1],
    properties: { MaxFreeMemoryForOverUtilized: '1.5' },
    expected: { h0: 'properties.MaxFreeMemoryForOverUtilized' },
  },
  {
    why: 'and on the other',
    freeMiB: [1],
    properties: { MinFreeMemoryForUnderUtilized: '' },
    expected: { h0: 'properties.MinFreeMemoryForUnderUtilized' },
  },
]

describe('OptimalForMemoryPowerSaving', () => {
  it.each(cases)('$why', ({ freeMiB, vm = thousand, properties = {}, expected }) => {
    const hosts = freeMiB.map((maxSchedulingMiB, index) => aHostFacts({ id: `h${index}`, maxSchedulingMiB }))
    const weights = powerSavingMemoryWeight.weigh([aVmFacts(vm)], hosts, aSituation({ hosts, properties }))
    expect(shortWeights(weights)).toEqual(expected)
  })
})
