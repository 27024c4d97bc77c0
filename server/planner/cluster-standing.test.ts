import { describe, expect, it } from 'vitest'
import { aHost } from '../../test/fakes/builders.ts'
import { clusterStanding } from './cluster-standing.ts'

const standingOf = clusterStanding({ memoryPercent: 90, cpuPercent: 80 })
const used = (id: string, memoryPercent: number, cpuPercent: number) =>
  aHost({ id, totalMiB: 1000, statistics: { memoryFreeMiB: 1000 - 10 * memoryPercent, cpuPercent } })

describe('clusterStanding', () => {
  const cases = [
    { why: 'counts a host beyond the limit of memory', hosts: [used('a', 91, 10), used('b', 50, 10)], beyond: 1 },
    { why: 'counts a host beyond the limit of CPU', hosts: [used('a', 50, 81)], beyond: 1 },
    { why: 'counts a host once that is beyond both', hosts: [used('a', 95, 95)], beyond: 1 },
    { why: 'takes a host that is at its limits for within', hosts: [used('a', 90, 80)], beyond: 0 },
    {
      why: 'leaves out hosts that are not up',
      hosts: [{ ...used('a', 99, 99), status: 'maintenance' as const }, used('b', 50, 10)],
      beyond: 0,
    },
    {
      why: 'does not say 0 while a host is not measured',
      hosts: [aHost({ statistics: { cpuPercent: 10 } }), used('b', 50, 10)],
      beyond: undefined,
    },
    {
      why: 'counts what is known although a host is not measured',
      hosts: [aHost({ statistics: {} }), used('b', 99, 10)],
      beyond: 1,
    },
    { why: 'says nothing where no host is up', hosts: [aHost({ status: 'down' })], beyond: undefined },
    { why: 'says nothing where there are no hosts', hosts: [], beyond: undefined },
  ]
  for (const { why, hosts, beyond } of cases) it(why, () => expect(standingOf(hosts).hostsBeyondLimits).toBe(beyond))

  it('names the use that is nearest to its limit', () => {
    const { hottest } = standingOf([used('a', 82, 20), used('b', 50, 76)])
    expect(hottest).toEqual({ host: { id: 'b', name: 'b' }, what: 'cpu', percent: 76 })
  })
})
