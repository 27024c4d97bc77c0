import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type AdvisedCluster,
  admin,
  advice,
  clusterId,
  explanation,
  openAdvisedCluster,
  proposal,
} from '../../test/fakes/advised-cluster.ts'
import { aPlan } from '../../test/fakes/automation.ts'
import { aPlanRecommendation, NOON_MS } from '../../test/fakes/builders.ts'
import { createRecommendations } from './recommendations.ts'
import { service } from './services.ts'

const untilMs = NOON_MS + 3_600_000
const eva = { id: 'u1', name: 'eva' }

let store: AdvisedCluster['store']
let clock: AdvisedCluster['clock']
let recommendations: AdvisedCluster['recommendations']
beforeEach(async () => {
  ;({ store, clock, recommendations } = await openAdvisedCluster())
})
afterEach(() => store.close())

const found = async (id: string) => (await recommendations.get(id)).recommendation

describe('a plan whose snooze is over', () => {
  const snoozed = async (requestedBy: typeof eva) => {
    const plan = aPlanRecommendation({ plan: aPlan(), requestedBy })
    await store.insertRecommendation({ recommendation: plan, explanation })
    await recommendations.snooze('plan1', admin, untilMs)
  }

  it('is superseded if it was the service’s own, so that automatic mode never carries out what is old', async () => {
    await snoozed(service)
    clock.nowMs = untilMs
    await recommendations.reconcile(clusterId, advice, [])
    const plan = await found('plan1')
    expect(plan).toMatchObject({ state: 'superseded', stateReason: { code: 'newer-plan' }, updatedAtMs: untilMs })
    expect(plan).not.toHaveProperty('snoozedUntilMs')
  })

  it('is open again if a person had asked for it', async () => {
    await snoozed(eva)
    clock.nowMs = untilMs
    await recommendations.reconcile(clusterId, advice, [])
    expect(await found('plan1')).toMatchObject({ state: 'open', requestedBy: eva })
  })

  it('is that person’s to begin who wakes it before', async () => {
    await snoozed(service)
    expect(await recommendations.wake('plan1', eva)).toMatchObject({ state: 'open', requestedBy: eva })
  })
})

describe('a snooze that is prolonged at the moment it is over', () => {
  /** Somebody prolongs it after the cycle has read it. */
  const racing = () =>
    createRecommendations({
      store: {
        ...store,
        async listRecommendations(filter) {
          const listed = await store.listRecommendations(filter)
          for (const { id } of filter.state === 'snoozed' ? listed : [])
            await recommendations.snooze(id, admin, untilMs + 3_600_000)
          return listed
        },
      },
      hold: { dismissedMs: 3_600_000, failedMs: 600_000 },
      now: () => clock.nowMs,
      newId: () => 'new',
      changes: { onRecommendations: () => undefined },
    })

  it.each([
    { why: 'is asked for', proposals: [proposal()] },
    { why: 'is not asked for any more', proposals: [] },
  ])('stands when the move $why', async ({ proposals }) => {
    await recommendations.reconcile(clusterId, advice, [proposal()])
    await recommendations.snooze('id1', admin, untilMs)
    clock.nowMs = untilMs
    await racing().reconcile(clusterId, advice, proposals)
    expect(await found('id1')).toMatchObject({ state: 'snoozed', snoozedUntilMs: untilMs + 3_600_000 })
  })

  it('stands for a plan', async () => {
    const plan = aPlanRecommendation({ plan: aPlan(), requestedBy: eva })
    await store.insertRecommendation({ recommendation: plan, explanation })
    await recommendations.snooze('plan1', admin, untilMs)
    clock.nowMs = untilMs
    await racing().reconcile(clusterId, advice, [])
    expect(await found('plan1')).toMatchObject({ state: 'snoozed', snoozedUntilMs: untilMs + 3_600_000 })
  })
})
