import { expect, it } from 'vitest'
import { admin, advice, advisedCluster, clusterId, explanation, proposal } from '../../test/fakes/advised-cluster.ts'
import { aPlan } from '../../test/fakes/automation.ts'
import { aPlanRecommendation, aRecommendation, NOON_MS } from '../../test/fakes/builders.ts'

const cluster = advisedCluster()

it('of a cluster that is gone everything is closed, whatever its kind, and what is under way goes on', async () => {
  await cluster.recommendations.reconcile(clusterId, advice, [proposal()])
  const other = { id: 'c2', name: 'c2' }
  for (const recommendation of [
    aPlanRecommendation({ plan: aPlan() }),
    aPlanRecommendation({ id: 'plan2', plan: aPlan() }),
    aRecommendation({ id: 'moving', state: 'applying' }),
    aRecommendation({ id: 'stays', cluster: other }),
  ])
    await cluster.store.insertRecommendation({ recommendation, explanation })
  await cluster.recommendations.snooze('id1', admin, NOON_MS + 3_600_000)
  await cluster.recommendations.snooze('plan2', admin, NOON_MS + 3_600_000)

  await cluster.recommendations.closeAllBut(new Map([[other.id, other]]))
  const states = (await cluster.recommendations.list({}))
    .map(({ id, state }) => `${id} ${state}`)
    .toSorted((a, b) => a.localeCompare(b))
  expect(states).toEqual(['id1 superseded', 'moving applying', 'plan1 superseded', 'plan2 superseded', 'stays open'])
  const { recommendation } = await cluster.recommendations.get('plan2')
  expect(recommendation).toMatchObject({ stateReason: { code: 'cluster-gone' } })
  expect(recommendation).not.toHaveProperty('snoozedUntilMs')
  expect(cluster.recommendations.findAdvice(clusterId)).toBeUndefined()

  const before = cluster.told.length
  await cluster.recommendations.closeAllBut(new Map([[other.id, other]]))
  expect(cluster.told).toHaveLength(before)
})
