import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, shortWeights, type VmOver } from '../../../test/fakes/scheduling.ts'
import { evenMemoryWeight } from './even-memory.ts'

// Books 1000 MiB in all: 64 + 1 of pages + 16 for two vCPUs.
const thousand = { memoryMiB: 919 } as const

const cases: {
  why: string
  freeMiB: (number | undefined)[]
  vms?: VmOver[]
  expected: Record<string, number | string>
}[] = [
  { why: 'roomier is better', freeMiB: [10_991, 5996], expected: { h0: 92, h1: 546 } },
  {
    why: 'nothing is taken off where the VM is',
    freeMiB: [10_991, 5996],
    vms: [{ ...thousand, hostId: 'h0' }],
    expected: { h0: 1, h1: 546 },
  },
  {
    why: 'a group counts together',
    freeMiB: [10_991, 5996],
    vms: [
      { ...thousand, id: 'a', hostId: 'h0' },
      { ...thousand, id: 'b' },
    ],
    expected: { h0: 92, h1: 637 },
  },
  { why: 'too small: more than the worst', freeMiB: [10_991, 0], expected: { h0: 92, h1: 1091 } },
  {
    why: 'a host that did not tell is left out',
    freeMiB: [undefined, 10_991],
    expected: { h0: 'host.maxSchedulingMiB', h1: 92 },
  },
  { why: 'the scale is from 1 MiB', freeMiB: [11, 6], vms: [], expected: { h0: 1, h1: 500 } },
  { why: 'no scale', freeMiB: [1, 0], expected: { h0: 1000, h1: 1000 } },
]

describe('OptimalForMemoryEvenDistribution', () => {
  it.each(cases)('$why', ({ freeMiB, vms = [thousand], expected }) => {
    const hosts = freeMiB.map((maxSchedulingMiB, index) => aHostFacts({ id: `h${index}`, maxSchedulingMiB }))
    const weights = evenMemoryWeight.weigh(vms.map(aVmFacts), hosts, aSituation({ hosts }))
    expect(shortWeights(weights)).toEqual(expected)
  })

  it('says what would be left', () => {
    const hosts = [aHostFacts({ maxSchedulingMiB: 3000 })]
    expect(evenMemoryWeight.weigh([aVmFacts(thousand)], hosts, aSituation({ hosts })).get('host1')).toMatchObject({
      reason: { code: 'memory-after', values: { leftMiB: 2000, mostMiB: 3000 } },
    })
  })
})
