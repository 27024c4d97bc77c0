import { describe, expect, it } from 'vitest'
import type { Host } from '../../shared/model/host.ts'
import { aHost } from '../../test/fakes/builders.ts'
import { clusterScore } from './cluster-score.ts'

const used = (memoryPercent: number, cpuPercent?: number): Host =>
  aHost({
    totalMiB: 1000,
    statistics: { memoryFreeMiB: 1000 - 10 * memoryPercent, ...(cpuPercent !== undefined && { cpuPercent }) },
  })
const unmeasured = aHost({ statistics: {} })

describe('clusterScore', () => {
  const cases = [
    { why: 'no hosts', hosts: [], expected: { imbalance: {} } },
    { why: 'nothing measured', hosts: [unmeasured, unmeasured], expected: { imbalance: {} } },
    { why: 'no host up', hosts: [aHost({ status: 'maintenance' })], expected: { imbalance: {} } },
    {
      why: 'a host of unknown size',
      hosts: [aHost({ totalMiB: 0, statistics: { memoryFreeMiB: 0 } })],
      expected: { imbalance: {} },
    },
    {
      why: 'idle hosts',
      hosts: [used(0, 0), used(0, 0)],
      expected: { score: 100, imbalance: { memoryPercent: 0, cpuPercent: 0 } },
    },
    { why: 'one host', hosts: [used(50)], expected: { score: 100, imbalance: { memoryPercent: 0 } } },
    { why: 'one full host', hosts: [used(100)], expected: { score: 0, imbalance: { memoryPercent: 0 } } },
    { why: 'half way to full', hosts: [used(90), used(90)], expected: { score: 50, imbalance: { memoryPercent: 0 } } },
    { why: 'uneven memory', hosts: [used(20), used(60)], expected: { score: 60, imbalance: { memoryPercent: 20 } } },
    {
      why: 'uneven CPU',
      hosts: [used(50, 10), used(50, 70)],
      expected: { score: 40, imbalance: { memoryPercent: 0, cpuPercent: 30 } },
    },
    {
      why: 'one host without a figure',
      hosts: [used(20), used(60), unmeasured],
      expected: { score: 60, imbalance: { memoryPercent: 20 } },
    },
    { why: 'all or nothing', hosts: [used(0), used(100)], expected: { score: 0, imbalance: { memoryPercent: 50 } } },
  ]
  for (const { why, hosts, expected } of cases) {
    it(`judges ${why}`, () => expect(clusterScore(hosts)).toEqual(expected))
  }

  it('takes figures beyond 100 % for 100 %', () => {
    expect(clusterScore([used(50, 180)])).toMatchObject({ score: 0 })
  })
})
