import { describe, expect, it } from 'vitest'
import type { MoveRecommendation } from '../../shared/plan/recommendation.ts'
import { reason } from '../../shared/policy/reason.ts'
import { advice, advisedCluster, clusterId, explanation, proposal } from '../../test/fakes/advised-cluster.ts'
import { aRecommendation, NOON_MS } from '../../test/fakes/builders.ts'
import { createRecommendations } from './recommendations.ts'

const cluster = advisedCluster()

describe('reconcile', () => {
  it('adds what is new and keeps the advice', async () => {
    await cluster.recommendations.reconcile(clusterId, advice, [proposal()])
    expect(await cluster.open()).toEqual([aRecommendation({ id: 'id1' })])
    const { vm, from } = aRecommendation()
    expect(cluster.recommendations.findAdvice(clusterId)).toEqual({ ...advice, asked: [{ vm, from }], held: [] })
    expect(cluster.recommendations.findAdvice('c9')).toBeUndefined()
    expect(cluster.told).toEqual([clusterId])
  })

  it('changes nothing when the same answer comes again', async () => {
    await cluster.recommendations.reconcile(clusterId, advice, [proposal()])
    const before = await cluster.open()
    for (let again = 0; again < 3; again++) {
      cluster.clock.nowMs += 15_000
      await cluster.recommendations.reconcile(clusterId, advice, [proposal()])
    }
    expect(await cluster.open()).toEqual(before)
    expect(cluster.told).toHaveLength(1)
  })

  it('keeps id and age while figures and explanation change', async () => {
    await cluster.recommendations.reconcile(clusterId, advice, [proposal()])
    cluster.clock.nowMs += 15_000
    const skipped = [{ id: 'host3', name: 'host3', reason: advice.because }]
    const newer = {
      ...proposal({ priority: 2, snapshotTakenAtMs: cluster.clock.nowMs }),
      explanation: { ...explanation, skippedHosts: skipped },
    }
    await cluster.recommendations.reconcile(clusterId, advice, [newer])
    expect(await cluster.recommendations.get('id1')).toEqual({
      recommendation: aRecommendation({
        id: 'id1',
        priority: 2,
        snapshotTakenAtMs: cluster.clock.nowMs,
        updatedAtMs: cluster.clock.nowMs,
      }),
      explanation: newer.explanation,
    })
    expect(cluster.told).toHaveLength(2)
  })

  it('moves the time of the snapshot on without calling that a change', async () => {
    await cluster.recommendations.reconcile(clusterId, advice, [proposal()])
    cluster.clock.nowMs += 15_000
    await cluster.recommendations.reconcile(clusterId, advice, [proposal({ snapshotTakenAtMs: cluster.clock.nowMs })])
    expect(await cluster.open()).toEqual([aRecommendation({ id: 'id1', snapshotTakenAtMs: cluster.clock.nowMs })])
    expect(cluster.told).toHaveLength(1)
  })

  it('supersedes with the reason why', async () => {
    await cluster.recommendations.reconcile(clusterId, advice, [proposal()])
    const enough = { ...advice, because: reason('no-host-below-minimum', 'None of 2 hosts is short.') }
    await cluster.recommendations.reconcile(clusterId, enough, [])
    expect(await cluster.open()).toEqual([])
    expect((await cluster.recommendations.get('id1')).recommendation).toMatchObject({
      state: 'superseded',
      stateReason: { code: 'newer-answer', text: 'The balancer has a newer answer: None of 2 hosts is short.' },
    })
  })

  it('leaves other clusters alone', async () => {
    await cluster.store.insertRecommendation({
      recommendation: aRecommendation({ cluster: { id: 'c2', name: 'c2' } }),
      explanation,
    })
    await cluster.recommendations.reconcile(clusterId, advice, [])
    expect(await cluster.open()).toHaveLength(1)
  })
})

describe('many', () => {
  it('are all known, so that none is added twice', async () => {
    const many = Array.from({ length: 1_200 }, (_, at) => proposal({ vm: { id: `vm${at}`, name: `vm${at}` } }))
    await cluster.recommendations.reconcile(clusterId, advice, many)
    cluster.clock.nowMs += 15_000
    await cluster.recommendations.reconcile(clusterId, advice, many)
    expect(await cluster.recommendations.list({ limit: 10_000 })).toHaveLength(1_200)
  })
})

describe('refusals', () => {
  const detail = 'Cannot migrate VM. Host is locked.'
  const refused = reason('engine-refused', `The engine refused: ${detail}`, { vm: 'vm1', to: 'host2', detail })
  const stored = (over: Partial<MoveRecommendation> = {}) =>
    cluster.store.insertRecommendation({
      recommendation: aRecommendation({ state: 'failed', stateReason: refused, ...over }),
      explanation,
    })
  const refusal = { vm: { id: 'vm1', name: 'vm1' }, host: { id: 'host2', name: 'host2' }, detail, atMs: NOON_MS }

  it('are kept in the store, and count for an hour unless told otherwise', async () => {
    await stored()
    cluster.clock.nowMs += 3_599_999
    expect(await cluster.recommendations.refusals(clusterId)).toEqual([{ ...refusal, untilMs: NOON_MS + 3_600_000 }])
    cluster.clock.nowMs += 1
    expect(await cluster.recommendations.refusals(clusterId)).toEqual([])
  })

  it('count as long as they are told to', async () => {
    await stored()
    const hold = { dismissedMs: 0, failedMs: 0, refusedMs: 60_000 }
    const brief = createRecommendations({
      store: cluster.store,
      hold,
      now: () => cluster.clock.nowMs,
      newId: () => 'x',
      changes: { onRecommendations: () => {} },
    })
    expect(await brief.refusals(clusterId)).toEqual([{ ...refusal, untilMs: NOON_MS + 60_000 }])
    cluster.clock.nowMs += 60_000
    expect(await brief.refusals(clusterId)).toEqual([])
  })

  it('are those of one cluster', async () => {
    await stored({ cluster: { id: 'c2', name: 'c2' } })
    expect(await cluster.recommendations.refusals(clusterId)).toEqual([])
    expect(await cluster.recommendations.refusals('c2')).toHaveLength(1)
  })

  it('hold the move back, in the engine’s words', async () => {
    await stored()
    cluster.clock.nowMs += 600_000
    await cluster.recommendations.reconcile(clusterId, advice, [proposal()])
    expect(await cluster.open()).toEqual([])
    expect(cluster.recommendations.findAdvice(clusterId)).toMatchObject({
      held: [{ code: 'refused', because: `The engine refused this move: ${detail}` }],
    })
  })
})
