import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, type HostOver, NOW_MS } from '../../../test/fakes/scheduling.ts'
import { engineDefaults } from '../facts/engine-config.ts'
import { byCpuLoad, type CpuLimit, cpuOver, cpuUnder, innerLimitPercent } from './cpu-utilisation.ts'

const minutesAgo = (minutes: number) => NOW_MS - minutes * 60_000
const at = (percent: number, over: Partial<CpuLimit> = {}): CpuLimit => ({ percent, threadsAsCores: false, ...over })

const overCases: { why: string; host: HostOver; limit?: Partial<CpuLimit>; vcpus?: number; expected: object }[] = [
  {
    why: 'busy at the limit since exactly the duration',
    host: { usagePercent: 75, cpuOverCommitSinceMs: minutesAgo(2), vmCount: 1 },
    expected: {
      kind: 'yes',
      because: { code: 'cpu-load-high', values: { loadPercent: 75, limitPercent: 75, minutes: 2 } },
    },
  },
  {
    why: 'not busy one below the limit',
    host: { usagePercent: 74, cpuOverCommitSinceMs: minutesAgo(9), vmCount: 1 },
    expected: { kind: 'no', because: { code: 'cpu-load-below' } },
  },
  {
    why: 'not busy for less than the duration',
    host: { usagePercent: 99, cpuOverCommitSinceMs: minutesAgo(1.99), vmCount: 1 },
    expected: { kind: 'no', because: { code: 'cpu-load-brief' } },
  },
  {
    why: 'not busy if it is not marked',
    host: { usagePercent: 99, cpuOverCommitSinceMs: null, vmCount: 1 },
    expected: { kind: 'no', because: { code: 'cpu-load-brief' } },
  },
  {
    why: 'not busy without VMs, and then the time is not asked for',
    host: { usagePercent: 99, cpuOverCommitSinceMs: undefined, vmCount: 0 },
    expected: { kind: 'no', because: { code: 'cpu-load-without-vms' } },
  },
  {
    why: 'unknown without the time',
    host: { usagePercent: 99, cpuOverCommitSinceMs: undefined, vmCount: 1 },
    expected: { kind: 'unknown', field: 'host.cpuOverCommitSinceMs' },
  },
  {
    why: 'unknown without load',
    host: { usagePercent: undefined, vmCount: 1 },
    expected: { kind: 'unknown', field: 'host.usagePercent' },
  },
  { why: 'unknown without cores', host: { cores: undefined }, expected: { kind: 'unknown', field: 'host.cores' } },
  {
    why: 'unknown without threads',
    host: { threads: undefined },
    expected: { kind: 'unknown', field: 'host.threads' },
  },
  {
    why: 'busy by vCPUs at the ratio, idle as it is',
    host: { usagePercent: 1 },
    limit: { ratio: 2 },
    vcpus: 16,
    expected: { kind: 'yes', because: { code: 'vcpu-ratio-high', values: { vcpus: 16, cpus: 8, limitRatio: 2 } } },
  },
  { why: 'not by one vCPU less', host: { usagePercent: 1 }, limit: { ratio: 2 }, vcpus: 15, expected: { kind: 'no' } },
  {
    why: 'by no ratio if it is off',
    host: { usagePercent: 1 },
    limit: { ratio: 0 },
    vcpus: 99,
    expected: { kind: 'no' },
  },
  {
    why: 'counts threads where told to',
    host: { usagePercent: 1 },
    limit: { ratio: 2, threadsAsCores: true },
    vcpus: 31,
    expected: { kind: 'no' },
  },
]

const underCases: { why: string; host: HostOver; minVms?: number; expected: object }[] = [
  {
    why: 'idle one below the limit and not marked',
    host: { usagePercent: 59 },
    expected: { kind: 'yes', because: { code: 'cpu-load-low', values: { loadPercent: 59, limitPercent: 60 } } },
  },
  {
    why: 'not idle at the limit',
    host: { usagePercent: 60 },
    expected: { kind: 'no', because: { code: 'cpu-load-not-low' } },
  },
  {
    why: 'idle if marked since the duration',
    host: { usagePercent: 5, cpuOverCommitSinceMs: minutesAgo(2) },
    expected: { kind: 'yes' },
  },
  {
    why: 'not idle if marked for less',
    host: { usagePercent: 5, cpuOverCommitSinceMs: minutesAgo(1.99) },
    expected: { kind: 'no', because: { code: 'cpu-low-brief' } },
  },
  {
    why: 'not idle with too few VMs',
    host: { usagePercent: 5, vmCount: 0 },
    minVms: 1,
    expected: { kind: 'no', because: { code: 'cpu-low-few-vms' } },
  },
  { why: 'idle with VMs enough', host: { usagePercent: 5, vmCount: 1 }, minVms: 1, expected: { kind: 'yes' } },
  {
    why: 'unknown without the time',
    host: { usagePercent: 5, cpuOverCommitSinceMs: undefined },
    expected: { kind: 'unknown', field: 'host.cpuOverCommitSinceMs' },
  },
  {
    why: 'not idle above the limit whatever the time',
    host: { usagePercent: 61, cpuOverCommitSinceMs: undefined },
    expected: { kind: 'no' },
  },
]

describe('CPU utilisation', () => {
  it.each(overCases)('over: $why', ({ host, limit, vcpus, expected }) => {
    const vms = vcpus === undefined ? [] : [aVmFacts({ hostId: 'host1', sockets: vcpus })]
    const pinned = aVmFacts({ id: 'vm9', hostId: 'host1', sockets: 64, pinning: 'dedicated' })
    expect(cpuOver(aHostFacts(host), aSituation({ vms: [...vms, pinned] }), at(75, limit))).toMatchObject(expected)
  })

  it.each(underCases)('under: $why', ({ host, minVms = 0, expected }) => {
    expect(cpuUnder(aHostFacts(host), aSituation(), at(60), minVms)).toMatchObject(expected)
  })

  it('takes the duration from the properties', () => {
    const host = aHostFacts({ usagePercent: 90, vmCount: 1, cpuOverCommitSinceMs: minutesAgo(9) })
    const properties = { CpuOverCommitDurationMinutes: '10' }
    expect(cpuOver(host, aSituation({ properties }), at(75)).kind).toBe('no')
  })

  it.each([
    { high: 80, expected: 64 },
    { high: 75, expected: 60 },
    { high: 99, expected: 79 },
    { high: 50, expected: 40 },
    { high: 40, expected: 30 },
  ])('the inner limit of $high is $expected', ({ high, expected }) => {
    expect(innerLimitPercent(high, engineDefaults)).toBe(expected)
  })

  it('sorts by load, equal ones as they came', () => {
    const because = { code: '', text: '', values: {} }
    const judged = [30, 90, 30, 50].map((usagePercent, index) => ({
      host: aHostFacts({ id: `host${index}`, usagePercent }),
      because,
    }))
    const ids = (order: 'busiest-first' | 'idlest-first') =>
      byCpuLoad(judged, aSituation(), order).map(({ host }) => host.id)
    expect(ids('busiest-first')).toEqual(['host1', 'host3', 'host0', 'host2'])
    expect(ids('idlest-first')).toEqual(['host0', 'host2', 'host3', 'host1'])
  })
})
