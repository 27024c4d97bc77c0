import { describe, expect, it } from 'vitest'
import { admin, advice, advisedCluster, clusterId, explanation, proposal } from '../../test/fakes/advised-cluster.ts'
import { aPlan } from '../../test/fakes/automation.ts'
import { aPlanRecommendation, NOON_MS } from '../../test/fakes/builders.ts'
import { createRecommendations } from './recommendations.ts'
import { service } from './services.ts'

const untilMs = NOON_MS + 3_600_000
const eva = { id: 'u1', name: 'eva' }

const cluster = advisedCluster()

const found = async (id: string) => (await cluster.recommendations.get(id)).recommendation

describe('a plan whose snooze is over', () => {
  const snoozed = async (requestedBy: typeof eva) => {
    const plan = aPlanRecommendation({ plan: aPlan(), requestedBy })
    await cluster.store.insertRecommendation({ recommendation: plan, explanation })
    await cluster.recommendations.snooze('plan1', admin, untilMs)
  }

  it('is superseded if it was the service’s own, so that automatic mode never carries out what is old', async () => {
    await snoozed(service)
    cluster.clock.nowMs = untilMs
    await cluster.recommendations.reconcile(clusterId, advice, [])
    const plan = await found('plan1')
    expect(plan).toMatchObject({ state: 'superseded', stateReason: { code: 'newer-plan' }, updatedAtMs: untilMs })
    expect(plan).not.toHaveProperty('snoozedUntilMs')
  })

  it('is open again if a person had asked for it', async () => {
    await snoozed(eva)
    cluster.clock.nowMs = untilMs
    await cluster.recommendations.reconcile(clusterId, advice, [])
    expect(await found('plan1')).toMatchObject({ state: 'open', requestedBy: eva })
  })

  it('is that person’s to begin who wakes it before', async () => {
    await snoozed(service)
    expect(await cluster.recommendations.wake('plan1', eva)).toMatchObject({ state: 'open', requestedBy: eva })
  })
})

describe('a snooze that is prolonged at the moment it is over', () => {
  /** Somebody prolongs it after the cycle has read it. */
  const racing = () =>
    createRecommendations({
      store: {
        ...cluster.store,
        async listRecommendations(filter) {
          const listed = await cluster.store.listRecommendations(filter)
          for (const { id } of filter.state === 'snoozed' ? listed : [])
            await cluster.recommendations.snooze(id, admin, untilMs + 3_600_000)
          return listed
        },
      },
      hold: { dismissedMs: 3_600_000, failedMs: 600_000 },
      now: () => cluster.clock.nowMs,
      newId: () => 'new',
      changes: { onRecommendations: () => undefined },
    })

  it.each([
    { why: 'is asked for', proposals: [proposal()] },
    { why: 'is not asked for any more', proposals: [] },
  ])('stands when the move $why', async ({ proposals }) => {
    await cluster.recommendations.reconcile(clusterId, advice, [proposal()])
    await cluster.recommendations.snooze('id1', admin, untilMs)
    cluster.clock.nowMs = untilMs
    await racing().reconcile(clusterId, advice, proposals)
    expect(await found('id1')).toMatchObject({ state: 'snoozed', snoozedUntilMs: untilMs + 3_600_000 })
  })

  it('stands for a plan', async () => {
    const plan = aPlanRecommendation({ plan: aPlan(), requestedBy: eva })
    await cluster.store.insertRecommendation({ recommendation: plan, explanation })
    await cluster.recommendations.snooze('plan1', admin, untilMs)
    cluster.clock.nowMs = untilMs
    await racing().reconcile(clusterId, advice, [])
    expect(await found('plan1')).toMatchObject({ state: 'snoozed', snoozedUntilMs: untilMs + 3_600_000 })
  })
})
