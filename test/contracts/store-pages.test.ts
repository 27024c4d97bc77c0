import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../server/store/store.ts'
import type { RecommendationPage } from '../../shared/plan/recommendation-query.ts'
import { aPlan } from '../fakes/automation.ts'
import { aHostRecommendation, aPlanRecommendation, aRecommendation, NOON_MS } from '../fakes/builders.ts'
import { storeKinds } from '../fakes/store-kinds.ts'

const explanation = { skippedHosts: [], skippedVms: [] }
const ids = (values: readonly { id: string }[]) => values.map(value => value.id)

for (const { name, open, sql } of storeKinds()) {
  describe(`pages of a store on ${name}`, () => {
    let store: Store
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => store.close())

    const keep = async (...recommendations: Parameters<Store['updateRecommendation']>[0][]) => {
      for (const recommendation of recommendations) await store.insertRecommendation({ recommendation, explanation })
    }

    /** Every page, and where each said that the next begins. */
    async function pagesOf(limit: number): Promise<string[][]> {
      const pages: string[][] = []
      let after: RecommendationPage['next']
      do {
        const { recommendations, next } = await store.pageRecommendations({ limit, after })
        pages.push(ids(recommendations))
        after = next
      } while (after !== undefined)
      return pages
    }

    describe('pages of recommendations', () => {
      const five = () =>
        keep(...[1, 2, 3, 4, 5].map(at => aRecommendation({ id: `r${at}`, createdAtMs: NOON_MS + at })))

      it('say what follows, and the last that nothing does', async () => {
        await five()
        expect(await pagesOf(2)).toEqual([['r5', 'r4'], ['r3', 'r2'], ['r1']])
        expect(await pagesOf(5)).toEqual([['r5', 'r4', 'r3', 'r2', 'r1']])
      })

      it('go on behind rows that cannot be read', async () => {
        await five()
        await store.close()
        sql(`update recommendations set recommendation = '{"id":' where id in ('r4', 'r3', 'r2')`)
        store = await open()
        expect(await pagesOf(2)).toEqual([['r5'], [], ['r1']])
      })
    })

    describe('recommendations', () => {
      const other = { id: 'c2', name: 'Other' }
      beforeEach(() =>
        keep(
          aRecommendation({ id: 'a' }),
          aHostRecommendation({ id: 'b' }),
          aPlanRecommendation({ id: 'c', plan: aPlan() }),
          aRecommendation({ id: 'd', state: 'snoozed' }),
          aRecommendation({ id: 'e', cluster: other }),
          aRecommendation({ id: 'f', cluster: other, state: 'dismissed' }),
        ),
      )

      it('are counted by cluster and state', async () => {
        const { id } = aRecommendation().cluster
        const counts = await store.countRecommendations(['open', 'snoozed'])
        expect(counts).toHaveLength(3)
        expect(counts).toEqual(
          expect.arrayContaining([
            { clusterId: id, state: 'open', count: 3 },
            { clusterId: id, state: 'snoozed', count: 1 },
            { clusterId: 'c2', state: 'open', count: 1 },
          ]),
        )
        expect(await store.countRecommendations(['failed'])).toEqual([])
      })

      it.each([
        ['move', ['e', 'd', 'a']],
        ['host', ['b']],
        ['plan', ['c']],
      ] as const)('are listed by kind: %s', async (kind, expected) => {
        const { id: clusterId } = aRecommendation().cluster
        const listed = await store.listRecommendations({ kind })
        expect(
          ids(listed)
            .filter(id => id !== 'f')
            .toSorted(),
        ).toEqual(expected.toSorted())
        expect(ids(await store.listRecommendations({ kind, clusterId, state: 'open' }))).toHaveLength(1)
      })

      it('are written only as they were seen: in the same state, but changed since, they stay', async () => {
        const next = aRecommendation({ id: 'a', updatedAtMs: NOON_MS + 2 })
        expect(await store.updateRecommendation(next, { state: 'open', updatedAtMs: NOON_MS - 1 })).toBe(false)
        expect(await store.updateRecommendation(next, { state: 'open', updatedAtMs: NOON_MS })).toBe(true)
        expect(await store.updateRecommendation(next, { state: 'open', updatedAtMs: NOON_MS })).toBe(false)
        expect(await store.updateRecommendation(next, { state: 'open' })).toBe(true)
      })
    })
  })
}
