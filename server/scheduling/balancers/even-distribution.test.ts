import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, type HostOver, NOW_MS } from '../../../test/fakes/scheduling.ts'
import { evenDistributionBalance } from './even-distribution.ts'

const long = { cpuOverCommitSinceMs: NOW_MS - 9 * 60_000, vmCount: 2 }

const cases: {
  why: string
  hosts: HostOver[]
  properties?: Record<string, string>
  threadsAsCores?: boolean
  moves: string[]
  code: string
  says?: string
}[] = [
  { why: 'one host', hosts: [{ id: 'A' }], moves: [], code: 'too-few-hosts' },
  {
    why: 'nobody busy',
    hosts: [{ id: 'A', usagePercent: 74 }, { id: 'B' }],
    moves: [],
    code: 'no-source',
    says: 'A: CPU load 74 % is below 75 %. B: CPU load 10 % is below 75 %.',
  },
  {
    why: 'busy at the default limit',
    hosts: [{ id: 'A', usagePercent: 75, ...long }, { id: 'B' }],
    moves: ['vm1'],
    code: 'moves-found',
    says: 'By CPU, to B: A: CPU load 75 % has been at least 75 % for 2 min or more.',
  },
  {
    why: 'others just below the inner limit',
    hosts: [
      { id: 'A', usagePercent: 90, ...long },
      { id: 'B', usagePercent: 59 },
    ],
    moves: ['vm1'],
    code: 'moves-found',
  },
  {
    why: 'others at the inner limit',
    hosts: [
      { id: 'A', usagePercent: 90, ...long },
      { id: 'B', usagePercent: 60 },
    ],
    moves: [],
    code: 'no-destination',
    says: 'B: CPU load 60 % is not below 60 %.',
  },
  {
    why: 'no memory elsewhere',
    hosts: [
      { id: 'A', usagePercent: 90, ...long },
      { id: 'B', maxSchedulingMiB: 4096 },
    ],
    moves: [],
    code: 'no-vm-fits',
    says: 'vm1 on B: 0 MiB would be left, not more than 0 MiB.',
  },
  {
    why: 'busy by vCPUs per CPU',
    hosts: [{ id: 'A', cores: 1, threads: 2, usagePercent: 5, vmCount: 1 }, { id: 'B' }],
    properties: { VCpuToPhysicalCpuRatio: '2.0' },
    moves: ['vm1'],
    code: 'moves-found',
    says: '2 or more per CPU',
  },
  {
    why: 'not by vCPUs if threads count',
    hosts: [{ id: 'A', cores: 1, threads: 2, usagePercent: 5, vmCount: 1 }, { id: 'B' }],
    properties: { VCpuToPhysicalCpuRatio: '2.0' },
    threadsAsCores: true,
    moves: [],
    code: 'no-source',
  },
  {
    why: 'short of memory with two VMs',
    hosts: [{ id: 'A', maxSchedulingMiB: 100, vmCount: 2 }, { id: 'B' }],
    properties: { MaxFreeMemoryForOverUtilized: '512' },
    moves: ['vm1'],
    code: 'moves-found',
    says: 'By memory, to B',
  },
  {
    why: 'short of memory with one VM',
    hosts: [{ id: 'A', maxSchedulingMiB: 100, vmCount: 1 }, { id: 'B' }],
    properties: { MaxFreeMemoryForOverUtilized: '512' },
    moves: [],
    code: 'no-source',
  },
  {
    why: 'memory after CPU, not instead',
    hosts: [{ id: 'A', usagePercent: 90, ...long, maxSchedulingMiB: 100 }, { id: 'B' }],
    properties: { MaxFreeMemoryForOverUtilized: '512' },
    moves: ['vm1', 'vm1'],
    code: 'moves-found',
  },
  {
    why: 'a malformed property',
    hosts: [{ id: 'A', usagePercent: 90, ...long }, { id: 'B' }],
    properties: { MaxFreeMemoryForOverUtilized: 'much' },
    moves: [],
    code: 'bad-property',
    says: 'MaxFreeMemoryForOverUtilized is "much"',
  },
  {
    why: 'a host of which the load is not known, and one that can be judged',
    hosts: [{ id: 'A', usagePercent: 90, ...long }, { id: 'B' }, { id: 'C', usagePercent: undefined }],
    moves: ['vm1'],
    code: 'moves-found',
    says: 'Cannot be judged: C (host.usagePercent).',
  },
]

describe('OptimalForEvenDistribution', () => {
  it.each(cases)('$why', ({ hosts, properties = {}, threadsAsCores = false, moves, code, says = '' }) => {
    const facts = hosts.map(aHostFacts)
    const vms = [aVmFacts({ id: 'vm1', hostId: 'A', usageCpuPercent: 20 })]
    const cluster = { id: 'cluster1', name: 'Default', threadsAsCores }
    const answer = evenDistributionBalance.balance(facts, aSituation({ hosts: facts, vms, properties, cluster }))
    expect(answer.candidates.map(({ vmId }) => vmId)).toEqual(moves)
    expect(answer.because.code).toBe(code)
    expect(answer.because.text).toContain(says)
  })
})
