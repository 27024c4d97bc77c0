import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Recommendation } from '../../shared/plan/recommendation.ts'
import type { Run } from '../../shared/plan/run.ts'
import {
  aHost,
  aHostRecommendation,
  aRecommendation,
  aRun,
  aSnapshot,
  aStep,
  NOON_MS,
} from '../../test/fakes/builders.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { createDeliveries, type Deliveries } from './deliveries.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const clusterId = aRecommendation().cluster.id
const other = { id: 'c2', name: 'c2' }

let store: Store
let nowMs: number
let deliveries: Deliveries
beforeEach(async () => {
  store = await openStore({ file: ':memory:', reportBadRow: row => expect.fail(JSON.stringify(row)) })
  nowMs = NOON_MS + MINUTE_MS
  deliveries = createDeliveries({ store, now: () => nowMs })
})
afterEach(() => store.close())

/** A run that was carried out, unless said otherwise, and the recommendation that it is of. */
async function ran(id: string, over: Partial<Run> = {}, of: Recommendation = aRecommendation()): Promise<void> {
  const recommendation = { ...of, id: `of-${id}` }
  await store.insertRecommendation({ recommendation, explanation: { skippedHosts: [], skippedVms: [] } })
  const run = aRun({ id, recommendationId: `of-${id}`, state: 'done', endedAtMs: NOON_MS, ...over })
  const audit = { id, atMs: NOON_MS, by: run.requestedBy, action: 'apply', subject: id, detail: {} } as const
  await store.acceptRun({ ...recommendation, state: 'applying' }, run, audit)
}

const snapshot = aSnapshot({ hosts: [aHost(), aHost({ id: 'host2' })] })
const measure = (id = clusterId) => deliveries.measure(id, snapshot)
const noted = async () => (await deliveries.list({})).map(({ runId }) => runId)

describe('measure', () => {
  it.each([
    { why: 'one that was carried out', run: {}, isNoted: true },
    { why: 'one that failed', run: { state: 'failed' }, isNoted: false },
    { why: 'one that was stopped', run: { state: 'cancelled' }, isNoted: false },
    { why: 'one of another cluster', run: { cluster: other }, isNoted: false },
    { why: 'one that ended three hours ago', run: { endedAtMs: NOON_MS + MINUTE_MS - 3 * HOUR_MS }, isNoted: true },
    { why: 'one that ended before that', run: { endedAtMs: NOON_MS + MINUTE_MS - 3 * HOUR_MS - 1 }, isNoted: false },
    { why: 'one that took half a day', run: { createdAtMs: NOON_MS - 12 * HOUR_MS }, isNoted: true },
  ] as const)('notes of the runs $why: $isNoted', async ({ run, isNoted }) => {
    await ran('run1', run)
    await measure()
    expect(await noted()).toEqual(isNoted ? ['run1'] : [])
  })

  it('notes no promise of a host', async () => {
    await ran('run1', {}, aHostRecommendation())
    await measure()
    expect(await noted()).toEqual([])
  })

  it('tells no share of what was taken back since', async () => {
    await ran('run1')
    const back = aStep({ state: 'done', endedAtMs: NOON_MS + MINUTE_MS, from: { id: 'host2', name: 'host2' } })
    await ran('run2', { steps: [back], endedAtMs: NOON_MS + MINUTE_MS })
    nowMs = NOON_MS + 15 * MINUTE_MS
    await measure()
    const first = (await deliveries.list({})).find(({ runId }) => runId === 'run1')
    expect(first?.measured.map(({ afterMinutes, share }) => [afterMinutes, share])).toEqual([[15, undefined]])
  })

  it('measures once at 15 and once at 60 minutes, however often it is asked', async () => {
    await ran('run1')
    const seen: (readonly number[])[] = []
    for (const minutes of [1, 14, 15, 16, 59, 60, 61, 119]) {
      nowMs = NOON_MS + minutes * MINUTE_MS
      await measure()
      const [delivery] = await deliveries.list({})
      seen.push((delivery?.measured ?? []).map(({ afterMinutes }) => afterMinutes))
    }
    expect(seen).toEqual([[], [], [15], [15], [15], [15, 60], [15, 60], [15, 60]])
  })

  it('measures what is in the snapshot', async () => {
    await ran('run1')
    nowMs = NOON_MS + 15 * MINUTE_MS
    await measure()
    // Half of each host is in use: host1 has lost all that it was to lose and more, host2 has got nothing.
    expect((await deliveries.list({}))[0]?.measured).toMatchObject([
      { atMs: nowMs, hosts: [{ memoryPercent: 50, cpuPercent: 20 }, { memoryPercent: 50 }], share: 0 },
    ])
  })

  it('leaves the runs of other clusters to their own turn', async () => {
    await ran('run1', { cluster: other })
    await measure('c2')
    nowMs = NOON_MS + 15 * MINUTE_MS
    await measure()
    expect((await deliveries.list({}))[0]?.measured).toEqual([])
  })
})

describe('list', () => {
  beforeEach(async () => {
    await ran('a', { endedAtMs: NOON_MS - 2 })
    await ran('b', { endedAtMs: NOON_MS - 1, cluster: other })
    await ran('c', { endedAtMs: NOON_MS, cluster: other })
    await measure()
    await measure('c2')
  })

  it.each([
    { why: 'all', filter: {}, runs: ['c', 'b', 'a'] },
    { why: 'the newest two', filter: { limit: 2 }, runs: ['c', 'b'] },
    { why: 'those of a cluster', filter: { clusterId: 'c2' }, runs: ['c', 'b'] },
    { why: 'the newest of a cluster that others came after', filter: { clusterId, limit: 1 }, runs: ['a'] },
    { why: 'the newest of a cluster', filter: { clusterId: 'c2', limit: 1 }, runs: ['c'] },
    { why: 'none of a cluster without', filter: { clusterId: 'c3' }, runs: [] },
  ])('tells $why', async ({ filter, runs }) =>
    expect((await deliveries.list(filter)).map(({ runId }) => runId)).toEqual(runs),
  )
})
