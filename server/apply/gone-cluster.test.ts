import { afterEach, beforeEach, expect, it } from 'vitest'
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
import { aPlanRecommendation, aRecommendation, NOON_MS } from '../../test/fakes/builders.ts'

let store: AdvisedCluster['store']
let told: AdvisedCluster['told']
let recommendations: AdvisedCluster['recommendations']
beforeEach(async () => {
  ;({ store, told, recommendations } = await openAdvisedCluster())
})
afterEach(() => store.close())

it('of a cluster that is gone everything is closed, whatever its kind, and what is under way goes on', async () => {
  await recommendations.reconcile(clusterId, advice, [proposal()])
  const other = { id: 'c2', name: 'c2' }
  for (const recommendation of [
    aPlanRecommendation({ plan: aPlan() }),
    aPlanRecommendation({ id: 'plan2', plan: aPlan() }),
    aRecommendation({ id: 'moving', state: 'applying' }),
    aRecommendation({ id: 'stays', cluster: other }),
  ])
    await store.insertRecommendation({ recommendation, explanation })
  await recommendations.snooze('id1', admin, NOON_MS + 3_600_000)
  await recommendations.snooze('plan2', admin, NOON_MS + 3_600_000)

  await recommendations.closeAllBut(new Map([[other.id, other]]))
  const states = (await recommendations.list({})).map(({ id, state }) => `${id} ${state}`).toSorted()
  expect(states).toEqual(['id1 superseded', 'moving applying', 'plan1 superseded', 'plan2 superseded', 'stays open'])
  const { recommendation } = await recommendations.get('plan2')
  expect(recommendation).toMatchObject({ stateReason: { code: 'cluster-gone' } })
  expect(recommendation).not.toHaveProperty('snoozedUntilMs')
  expect(recommendations.findAdvice(clusterId)).toBeUndefined()

  const before = told.length
  await recommendations.closeAllBut(new Map([[other.id, other]]))
  expect(told).toHaveLength(before)
})
