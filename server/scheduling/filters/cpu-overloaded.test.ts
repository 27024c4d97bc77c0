import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, type HostOver, NOW_MS } from '../../../test/fakes/scheduling.ts'
import { cpuOverloadedFilter } from './cpu-overloaded.ts'

const minutesAgo = (minutes: number) => NOW_MS - minutes * 60_000

const cases: {
  why: string
  host: HostOver
  properties?: Record<string, string>
  expected: object
}[] = [
  { why: 'keeps an idle host', host: {}, expected: { kind: 'kept', reason: { values: { loadPercent: 10 } } } },
  {
    why: 'keeps one exactly at the limit',
    host: { usagePercent: 90, cpuOverCommitSinceMs: minutesAgo(9) },
    expected: { kind: 'kept', reason: { code: 'cpu-load-within' } },
  },
  {
    why: 'drops one above it since exactly the duration',
    host: { usagePercent: 91, cpuOverCommitSinceMs: minutesAgo(2) },
    expected: {
      kind: 'dropped',
      reason: { code: 'cpu-overloaded', values: { loadPercent: 91, highPercent: 90, minutes: 2 } },
    },
  },
  {
    why: 'keeps one above it for less',
    host: { usagePercent: 91, cpuOverCommitSinceMs: minutesAgo(1.9) },
    expected: { kind: 'kept', reason: { code: 'cpu-load-brief' } },
  },
  {
    why: 'keeps one above it that is not marked',
    host: { usagePercent: 100, cpuOverCommitSinceMs: null },
    expected: { kind: 'kept', reason: { code: 'cpu-load-brief' } },
  },
  {
    why: 'does not guess the time',
    host: { usagePercent: 91, cpuOverCommitSinceMs: undefined },
    expected: { kind: 'unknown', field: 'host.cpuOverCommitSinceMs' },
  },
  {
    why: 'drops one without statistics',
    host: { usagePercent: undefined },
    expected: { kind: 'dropped', reason: { code: 'no-statistics' } },
  },
  {
    why: 'charges the pool manager one vCPU',
    host: { usagePercent: 90, spm: 'contending', cpuOverCommitSinceMs: minutesAgo(9) },
    expected: { kind: 'dropped', reason: { values: { loadPercent: 92 } } },
  },
  {
    why: 'takes the limit and the duration from the properties',
    host: { usagePercent: 60, cpuOverCommitSinceMs: minutesAgo(5) },
    properties: { HighUtilization: '55', CpuOverCommitDurationMinutes: '5' },
    expected: { kind: 'dropped' },
  },
  {
    why: 'takes the default for a property that is no number',
    host: { usagePercent: 89, cpuOverCommitSinceMs: minutesAgo(5) },
    properties: { HighUtilization: 'high' },
    expected: { kind: 'kept' },
  },
  {
    why: 'leaves CPUs out that a VM has to itself',
    host: {
      usagePercent: 50,
      cpuOverCommitSinceMs: minutesAgo(5),
      topology: [
        { id: 0, socket: 0, core: 0, usagePercent: 5, pinnings: [{ vmId: 'vm9', policy: 'dedicated' }] },
        { id: 1, socket: 0, core: 1, usagePercent: 95, pinnings: [] },
      ],
    },
    expected: { kind: 'dropped', reason: { values: { loadPercent: 95 } } },
  },
]

describe('CPUOverloaded', () => {
  it.each(cases)('$why', ({ host, properties = {}, expected }) => {
    const facts = aHostFacts(host)
    const situation = aSituation({ hosts: [facts], properties })
    expect(cpuOverloadedFilter.filter([aVmFacts()], [facts], situation).get('host1')).toMatchObject(expected)
  })
})
