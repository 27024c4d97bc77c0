import { describe, expect, it } from 'vitest'
import { aCluster, aHost, aSnapshot, NOON_MS } from '../../test/fakes/builders.ts'
import { createLoadWatch } from './load-watch.ts'

const MINUTE_MS = 60_000
const host = (id: string, cpuPercent: number, clusterId = aCluster().id) =>
  aHost({ id, clusterId, cores: 8, threads: 16, statistics: { cpuPercent } })
const at = (minute: number, ...hosts: ReturnType<typeof aHost>[]) =>
  aSnapshot({
    takenAtMs: NOON_MS + minute * MINUTE_MS,
    clusters: [aCluster(), aCluster({ id: 'c2' })],
    hosts,
    vms: [],
    policies: [],
  })

describe('the load watch', () => {
  it('remembers since when, over any number of reads and clusters', () => {
    const watch = createLoadWatch()
    expect(watch.watched().size).toBe(0)
    watch.onSnapshot(at(0, host('a', 95), host('b', 40, 'c2')))
    watch.onSnapshot(at(1, host('a', 97), host('b', 99, 'c2')))
    expect(watch.watched()).toEqual(
      new Map([
        ['a', { cpuOverCommitSinceMs: NOON_MS }],
        ['b', { cpuOverCommitSinceMs: NOON_MS + MINUTE_MS }],
      ]),
    )
    watch.onSnapshot(at(2, host('a', 50)))
    expect(watch.watched()).toEqual(new Map([['a', { cpuOverCommitSinceMs: null }]]))
  })

  it('gives the same map until the next read', () => {
    const watch = createLoadWatch()
    watch.onSnapshot(at(0, host('a', 95)))
    expect(watch.watched()).toBe(watch.watched())
  })
})
