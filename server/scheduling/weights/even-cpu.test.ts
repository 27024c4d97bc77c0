import { describe, expect, it } from 'vitest'
import {
  aHostFacts,
  aSituation,
  aVmFacts,
  type HostOver,
  shortWeights,
  type VmOver,
} from '../../../test/fakes/scheduling.ts'
import { evenCpuWeight } from './even-cpu.ts'

// All hosts have 8 cores; the VM has 2 vCPUs.
const cases: {
  why: string
  hosts: HostOver[]
  vms?: VmOver[]
  /** On the hosts or on their way. */
  others?: VmOver[]
  pending?: { vmId: string; hostId: string }[]
  properties?: Record<string, string>
  threadsAsCores?: boolean
  expected: Record<string, number>
}[] = [
  {
    why: 'the idlest is best, the others in proportion',
    hosts: [{ usagePercent: 90 }, { usagePercent: 10 }, { usagePercent: 50 }],
    expected: { h0: 1000, h1: 1, h2: 501 },
  },
  { why: 'equal after rounding', hosts: [{ usagePercent: 10 }, { usagePercent: 10 }], expected: { h0: 1, h1: 1 } },
  {
    why: 'without statistics it is worst, and no measure for others',
    hosts: [{ usagePercent: undefined }, { usagePercent: 10 }, { usagePercent: 20 }],
    expected: { h0: 1000, h1: 1, h2: 1000 },
  },
  {
    why: 'charges the pool manager',
    hosts: [{ usagePercent: 10, spm: 'contending' }, { usagePercent: 10 }],
    expected: { h0: 1000, h1: 1 },
  },
  {
    why: 'adds nothing where the VM already is',
    hosts: [{ usagePercent: 30 }, { usagePercent: 10 }],
    vms: [{ hostId: 'h0', usageCpuPercent: 80 }],
    // 2 x 80 % on 8 cores: 10 + 20 = 30.
    expected: { h0: 1, h1: 1 },
  },
  {
    why: 'counts VMs on their way',
    hosts: [{ usagePercent: 10 }, { usagePercent: 12 }],
    others: [{ id: 'p' }],
    pending: [{ vmId: 'p', hostId: 'h0' }],
    // 10 + 2 x 10 / 8 = 12.5 against 12, each with the VM's own 2.5.
    expected: { h0: 1, h1: 1 },
  },
  {
    why: 'threads count as cores where the cluster says so',
    hosts: [
      { usagePercent: 10, threads: 16 },
      { usagePercent: 10, threads: 8 },
    ],
    threadsAsCores: true,
    expected: { h0: 1, h1: 1000 },
  },
  {
    why: 'an exclusive VM adds no load but takes CPUs',
    hosts: [
      { usagePercent: 10, cores: 8 },
      { usagePercent: 10, cores: 16 },
    ],
    vms: [{ pinning: 'dedicated', sockets: 4 }],
    // 80 / 4 against 160 / 12.
    expected: { h0: 1000, h1: 1 },
  },
  {
    why: 'no CPU left to share is worst',
    hosts: [{ cores: 4 }, { cores: 5 }, { cores: 6 }],
    vms: [{ pinning: 'isolate_threads', sockets: 4 }],
    // 50 / 1, 60 / 2.
    expected: { h0: 1000, h1: 1000, h2: 1 },
  },
  {
    why: 'reaching the vCPU ratio makes it worse than any other',
    hosts: [{ usagePercent: 10 }, { usagePercent: 90 }],
    others: [{ id: 'a', hostId: 'h0', sockets: 14 }],
    properties: { VCpuToPhysicalCpuRatio: '2' },
    expected: { h0: 1000, h1: 1 },
  },
  {
    why: 'one vCPU less does not, and exclusive VMs do not count',
    hosts: [{ usagePercent: 10 }, { usagePercent: 90 }],
    others: [
      { id: 'a', hostId: 'h0', sockets: 13 },
      { id: 'b', hostId: 'h0', sockets: 9, pinning: 'dedicated' },
    ],
    properties: { VCpuToPhysicalCpuRatio: '2' },
    expected: { h0: 1, h1: 1000 },
  },
  {
    why: 'VMs on their way count for the ratio',
    hosts: [{ usagePercent: 10 }, { usagePercent: 90 }],
    others: [
      { id: 'a', hostId: 'h0', sockets: 13 },
      { id: 'p', sockets: 1 },
    ],
    pending: [{ vmId: 'p', hostId: 'h0' }],
    properties: { VCpuToPhysicalCpuRatio: '2' },
    expected: { h0: 1000, h1: 1 },
  },
]

describe('OptimalForCpuEvenDistribution', () => {
  it.each(cases)(
    '$why',
    ({ hosts, vms = [{}], others = [], pending = [], properties = {}, threadsAsCores, expected }) => {
      const facts = hosts.map((host, index) => aHostFacts({ id: `h${index}`, ...host }))
      const group = vms.map(aVmFacts)
      const situation = aSituation({ hosts: facts, vms: [...group, ...others.map(aVmFacts)], pending, properties })
      const cluster = { ...situation.cluster, threadsAsCores: threadsAsCores === true }
      expect(shortWeights(evenCpuWeight.weigh(group, facts, { ...situation, cluster }))).toEqual(expected)
    },
  )

  it('scores a group at once', () => {
    const hosts = [aHostFacts({ id: 'h0', usagePercent: 20 }), aHostFacts({ id: 'h1', usagePercent: 40 })]
    const group = [
      aVmFacts({ id: 'a', hostId: 'h1', usageCpuPercent: 40 }),
      aVmFacts({ id: 'b', hostId: 'h1', usageCpuPercent: 40 }),
    ]
    // Both VMs bring 80 to h0: 20 + 20 = 40. One at a time each would bring 10, and h0 would win.
    expect(shortWeights(evenCpuWeight.weigh(group, hosts, aSituation({ hosts, vms: group })))).toEqual({ h0: 1, h1: 1 })
  })

  it('says what was compared', () => {
    const hosts = [aHostFacts({ usagePercent: 20 })]
    expect(evenCpuWeight.weigh([aVmFacts()], hosts, aSituation({ hosts })).get('host1')).toMatchObject({
      reason: { code: 'cpu-load-after', values: { loadPercent: 23, cpus: 8 } },
    })
  })
})
