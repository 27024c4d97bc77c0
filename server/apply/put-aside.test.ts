import { beforeEach, describe, expect, it } from 'vitest'
import type { MoveRecommendation } from '../../shared/plan/recommendation.ts'
import { admin, advice, advisedCluster, clusterId, explanation, proposal } from '../../test/fakes/advised-cluster.ts'
import { aPlan } from '../../test/fakes/automation.ts'
import { aHostRecommendation, aPlanRecommendation, aRecommendation, NOON_MS } from '../../test/fakes/builders.ts'

const cluster = advisedCluster()

describe('dismiss', () => {
  beforeEach(() => cluster.recommendations.reconcile(clusterId, advice, [proposal()]))

  it('is final, kept with its reason, and in the audit', async () => {
    const dismissed = await cluster.recommendations.dismiss('id1', admin, 'backup tonight')
    expect(dismissed).toMatchObject({
      state: 'dismissed',
      stateReason: { text: 'admin@internal dismissed it: backup tonight' },
    })
    expect((await cluster.recommendations.get('id1')).recommendation).toEqual(dismissed)
    expect(await cluster.store.listAudit({ limit: 9 })).toMatchObject([
      { action: 'dismiss', by: admin, subject: 'id1', detail: { why: 'backup tonight', vm: { id: 'vm1' } } },
    ])
    expect(cluster.told).toEqual([clusterId, clusterId])
    await expect(cluster.recommendations.dismiss('id1', admin, '')).rejects.toMatchObject({ code: 'state-conflict' })
  })

  it('of a host names it and the action in the audit, and holds it back', async () => {
    const { id, state, createdAtMs, updatedAtMs, ...recommendation } = aHostRecommendation()
    await cluster.recommendations.reconcile(clusterId, advice, [{ recommendation, explanation }])
    await cluster.recommendations.dismiss('id2', admin, 'needed tonight')
    const { host, action } = recommendation
    expect((await cluster.store.listAudit({ limit: 1 }))[0]?.detail).toEqual({ host, action, why: 'needed tonight' })
    await cluster.recommendations.reconcile(clusterId, advice, [{ recommendation, explanation }])
    expect(await cluster.open()).toEqual([])
    const held = [{ subject: host, code: 'dismissed', because: 'This was dismissed.' }]
    expect(cluster.recommendations.findAdvice(clusterId)).toMatchObject({ asked: [], held })
  })

  it('holds the move back until the time is over', async () => {
    await cluster.recommendations.dismiss('id1', admin, '')
    cluster.clock.nowMs += 3_599_999
    await cluster.recommendations.reconcile(clusterId, advice, [proposal()])
    expect(await cluster.open()).toEqual([])
    const { vm, from } = aRecommendation()
    expect(cluster.recommendations.findAdvice(clusterId)).toMatchObject({
      because: { text: 'host1 is short. This move was dismissed. It may be proposed again in 1 min.' },
      asked: [{ vm, from }],
      held: [{ subject: vm, code: 'dismissed', untilMs: NOON_MS + 3_600_000, because: 'This move was dismissed.' }],
    })
    cluster.clock.nowMs += 1
    await cluster.recommendations.reconcile(clusterId, advice, [proposal()])
    expect(await cluster.open()).toHaveLength(1)
  })

  it('refuses an unknown one', async () => {
    await expect(cluster.recommendations.dismiss('id9', admin, '')).rejects.toMatchObject({ code: 'not-found' })
    await expect(cluster.recommendations.get('id9')).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('snooze', () => {
  const untilMs = NOON_MS + 3_600_000
  beforeEach(() => cluster.recommendations.reconcile(clusterId, advice, [proposal()]))
  const again = (over: Partial<MoveRecommendation> = {}) =>
    cluster.recommendations.reconcile(clusterId, advice, [proposal(over)])

  it('takes it out of the open ones until a time, with who did it, and is in the audit', async () => {
    const snoozed = await cluster.recommendations.snooze('id1', admin, untilMs)
    expect(snoozed).toMatchObject({
      state: 'snoozed',
      snoozedUntilMs: untilMs,
      stateReason: { code: 'snoozed', text: 'admin@internal snoozed it.' },
    })
    expect(await cluster.recommendations.list({ state: 'snoozed' })).toEqual([snoozed])
    expect(await cluster.open()).toEqual([])
    expect(await cluster.store.listAudit({})).toMatchObject([
      { action: 'snooze', by: admin, subject: 'id1', detail: { untilMs, vm: { id: 'vm1' } } },
    ])
    expect(cluster.told).toEqual([clusterId, clusterId])
  })

  it.each([
    { why: 'the past', at: NOON_MS, problem: 'must be in the future' },
    { why: 'more than 30 days ahead', at: NOON_MS + 30 * 86_400_000 + 1, problem: 'must be within 30 days' },
  ])('refuses $why, naming the field', async ({ at, problem }) => {
    const fields = [{ path: 'untilMs', problem }]
    await expect(cluster.recommendations.snooze('id1', admin, at)).rejects.toMatchObject({
      code: 'invalid-request',
      fields,
    })
    expect(await cluster.open()).toHaveLength(1)
    await expect(cluster.recommendations.snooze('id1', admin, NOON_MS + 30 * 86_400_000)).resolves.toBeDefined()
  })

  it('holds the same move back however urgent it becomes, and lets another one through', async () => {
    await cluster.recommendations.snooze('id1', admin, untilMs)
    cluster.clock.nowMs = untilMs - 1
    await again({ priority: 1 })
    expect(await cluster.open()).toEqual([])
    const { vm } = aRecommendation()
    expect(cluster.recommendations.findAdvice(clusterId)?.held).toEqual([
      { subject: vm, code: 'snoozed', untilMs, because: 'This move was snoozed.' },
    ])
    await cluster.recommendations.reconcile(clusterId, advice, [
      proposal(),
      proposal({ to: { id: 'host3', name: 'host3' } }),
    ])
    expect((await cluster.open()).map(({ id }) => id)).not.toContain('id1')
    expect(await cluster.open()).toHaveLength(1)
  })

  it('outlives answers that do not ask for the move', async () => {
    await cluster.recommendations.snooze('id1', admin, untilMs)
    await cluster.recommendations.reconcile(clusterId, advice, [])
    await again()
    expect(await cluster.recommendations.list({ state: 'snoozed' })).toHaveLength(1)
    expect(await cluster.open()).toEqual([])
  })

  it('is over by itself: the same recommendation is open again, with new figures', async () => {
    await cluster.recommendations.snooze('id1', admin, untilMs)
    cluster.clock.nowMs = untilMs
    await again({ priority: 2 })
    expect(await cluster.recommendations.list({})).toEqual([
      aRecommendation({ id: 'id1', priority: 2, updatedAtMs: untilMs }),
    ])
    expect(cluster.told).toHaveLength(3)
  })

  it('ends with a newer answer when the move is not asked for by then', async () => {
    await cluster.recommendations.snooze('id1', admin, untilMs)
    cluster.clock.nowMs = untilMs
    await cluster.recommendations.reconcile(clusterId, advice, [])
    const [left] = await cluster.recommendations.list({})
    expect(left).toMatchObject({ state: 'superseded', stateReason: { code: 'newer-answer' } })
    expect(left).not.toHaveProperty('snoozedUntilMs')
  })

  it('can be ended before its time, once, and prolonged', async () => {
    await cluster.recommendations.snooze('id1', admin, untilMs)
    expect(await cluster.recommendations.snooze('id1', admin, untilMs + 1)).toMatchObject({
      snoozedUntilMs: untilMs + 1,
    })
    cluster.clock.nowMs += 60_000
    expect(await cluster.recommendations.wake('id1', admin)).toEqual(
      aRecommendation({ id: 'id1', updatedAtMs: cluster.clock.nowMs }),
    )
    expect((await cluster.store.listAudit({ limit: 1 }))[0]).toMatchObject({
      action: 'wake',
      by: admin,
      subject: 'id1',
    })
    await expect(cluster.recommendations.wake('id1', admin)).rejects.toMatchObject({ code: 'state-conflict' })
    await again()
    expect(await cluster.open()).toHaveLength(1)
  })

  it('of a host holds it back as well', async () => {
    const { id, state, createdAtMs, updatedAtMs, ...recommendation } = aHostRecommendation()
    const asks = () => cluster.recommendations.reconcile(clusterId, advice, [{ recommendation, explanation }])
    await asks()
    await cluster.recommendations.snooze('id2', admin, untilMs)
    await asks()
    expect(await cluster.open()).toEqual([])
    cluster.clock.nowMs = untilMs
    await asks()
    expect((await cluster.open()).map(one => one.id)).toEqual(['id2'])
  })

  it('of a plan is over by itself, although no answer asks for it', async () => {
    await cluster.store.insertRecommendation({ recommendation: aPlanRecommendation({ plan: aPlan() }), explanation })
    await cluster.recommendations.snooze('plan1', admin, untilMs)
    cluster.clock.nowMs = untilMs - 1
    await again()
    expect((await cluster.recommendations.get('plan1')).recommendation.state).toBe('snoozed')
    cluster.clock.nowMs = untilMs
    await again()
    expect((await cluster.recommendations.get('plan1')).recommendation).toEqual(
      aPlanRecommendation({ plan: aPlan(), updatedAtMs: untilMs }),
    )
  })

  it('does not hold up a dismissal', async () => {
    await cluster.recommendations.snooze('id1', admin, untilMs)
    const dismissed = await cluster.recommendations.dismiss('id1', admin, '')
    expect(dismissed).toMatchObject({ state: 'dismissed' })
    expect(dismissed).not.toHaveProperty('snoozedUntilMs')
  })
})
