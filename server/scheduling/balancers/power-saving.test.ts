import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, type HostOver, NOW_MS } from '../../../test/fakes/scheduling.ts'
import { powerSavingBalance } from './power-saving.ts'

const long = { cpuOverCommitSinceMs: NOW_MS - 9 * 60_000 }

/** Each host has one VM, named after it. */
const cases: { why: string; hosts: HostOver[]; properties?: Record<string, string>; moves: string[]; code: string }[] =
  [
    { why: 'one host', hosts: [{ id: 'A' }], moves: [], code: 'too-few-hosts' },
    {
      why: 'neither busy nor idle, at both limits',
      hosts: [
        { id: 'A', usagePercent: 59 },
        { id: 'B', usagePercent: 20 },
      ],
      moves: [],
      code: 'no-source',
    },
    {
      why: 'busy at the inner limit already',
      hosts: [
        { id: 'A', usagePercent: 60, ...long },
        { id: 'B', usagePercent: 30 },
      ],
      moves: ['vm-A'],
      code: 'moves-found',
    },
    {
      why: 'idle hosts, the idlest first',
      hosts: [
        { id: 'A', usagePercent: 19 },
        { id: 'B', usagePercent: 30 },
        { id: 'C', usagePercent: 5 },
      ],
      moves: ['vm-C', 'vm-A'],
      code: 'moves-found',
    },
    {
      why: 'busy before idle',
      hosts: [
        { id: 'A', usagePercent: 19 },
        { id: 'B', usagePercent: 70, ...long },
      ],
      moves: ['vm-B', 'vm-A'],
      code: 'moves-found',
    },
    {
      why: 'an idle host without VMs gives none',
      hosts: [
        { id: 'A', usagePercent: 19, vmCount: 0 },
        { id: 'B', usagePercent: 40 },
      ],
      moves: [],
      code: 'no-source',
    },
    {
      why: 'a busy host without VMs is offered, but nothing fits',
      hosts: [
        { id: 'A', usagePercent: 5, cores: 8 },
        { id: 'B', usagePercent: 75, ...long, vmCount: 0 },
      ],
      properties: { HighUtilization: '74' },
      moves: [],
      code: 'no-vm-fits',
    },
    {
      why: 'plenty of memory empties a host',
      hosts: [
        { id: 'A', usagePercent: 30, maxSchedulingMiB: 50_001 },
        { id: 'B', usagePercent: 30, maxSchedulingMiB: 50_000 },
      ],
      properties: { MinFreeMemoryForUnderUtilized: '50000' },
      moves: ['vm-A'],
      code: 'moves-found',
    },
    {
      why: 'plenty of memory is endless by default',
      hosts: [
        { id: 'A', usagePercent: 30 },
        { id: 'B', usagePercent: 30 },
      ],
      moves: [],
      code: 'no-source',
    },
    {
      why: 'a malformed property',
      hosts: [{ id: 'A', usagePercent: 5 }, { id: 'B' }],
      properties: { MinFreeMemoryForUnderUtilized: '1 GiB' },
      moves: [],
      code: 'bad-property',
    },
  ]

describe('OptimalForPowerSaving', () => {
  it.each(cases)('$why', ({ hosts, properties = {}, moves, code }) => {
    const facts = hosts.map(host => aHostFacts({ vmCount: 1, ...host }))
    const vms = facts.map(({ id }) => aVmFacts({ id: `vm-${id}`, hostId: id, usageCpuPercent: 10 }))
    const answer = powerSavingBalance.balance(facts, aSituation({ hosts: facts, vms, properties }))
    expect(answer.candidates.map(({ vmId }) => vmId)).toEqual(moves)
    expect(answer.because.code).toBe(code)
  })

  it('does not send VMs to a host that is busy by the high limit', () => {
    const facts = [
      aHostFacts({ id: 'A', usagePercent: 5, vmCount: 1 }),
      aHostFacts({ id: 'B', usagePercent: 75, ...long, vmCount: 1 }),
    ]
    const vms = [aVmFacts({ hostId: 'A', usageCpuPercent: 0 })]
    const { candidates, because } = powerSavingBalance.balance(facts, aSituation({ hosts: facts, vms }))
    expect(candidates).toEqual([])
    expect(because.values).toMatchObject({ cpuFrom: 'B, A', cpuTo: 'A' })
  })
})
