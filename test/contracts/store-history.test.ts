import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../server/store/store.ts'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import type { AutomationState } from '../../shared/plan/automation.ts'
import type { Delivery } from '../../shared/plan/delivery.ts'
import type { DisabledUnit } from '../../shared/plan/disabled-unit.ts'
import { aRecommendation, aRun, aStep, NOON_MS } from '../fakes/builders.ts'
import { storeKinds } from '../fakes/store-kinds.ts'
import { anAuditEntry } from './audit-entry.ts'

const explanation = { skippedHosts: [], skippedVms: [] }

for (const { name, open } of storeKinds()) {
  describe(`what a store on ${name} remembers`, () => {
    let store: Store
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => store.close())

    const accept = async (id: string, createdAtMs: number, state: 'done' | 'running') => {
      const recommendation = aRecommendation({ id: `of-${id}`, createdAtMs })
      await store.insertRecommendation({ recommendation, explanation })
      const steps = [aStep({ vm: { id: `vm-${id}`, name: id } })]
      const run = aRun({ id, recommendationId: recommendation.id, createdAtMs, state, steps })
      const next = { ...recommendation, state: 'applying' as const }
      await store.acceptRun(next, run, anAuditEntry({ id: `audit-${id}`, atMs: createdAtMs }))
      if (state === 'done') await store.changeRun(id, () => ({ run, recommendation: { ...next, state: 'applied' } }))
    }
    const delivery = (runId: string, endedAtMs: number): Delivery => ({
      runId,
      cluster: { id: 'c', name: 'c' },
      unitId: 'planner',
      endedAtMs,
      promised: [],
      measured: [],
    })

    it('lists runs since a time', async () => {
      await accept('old', 10, 'done')
      await accept('new', 20, 'done')
      const since = async (sinceMs: number) => (await store.listRuns({ sinceMs })).map(({ id }) => id)
      expect([await since(10), await since(20), await since(21)]).toEqual([['new', 'old'], ['new'], []])
    })

    it.each([
      { why: 'a name within it, whatever the case', filter: { text: 'DB-07' }, found: ['b'] },
      { why: 'signs that a query might read otherwise', filter: { text: '100%_' }, found: ['c'] },
      { why: 'nothing that is not there', filter: { text: 'nobody' }, found: [] },
      { why: 'from a time on, until before another', filter: { fromMs: 20, untilMs: 30 }, found: ['b'] },
      { why: 'no more than asked for, the newest', filter: { limit: 1 }, found: ['c'] },
      { why: 'everything for an empty text', filter: { text: '' }, found: ['c', 'b', 'a'] },
    ])('finds in the audit $why', async ({ filter, found }) => {
      await store.appendAudit(anAuditEntry({ id: 'a', atMs: 10 }))
      await store.appendAudit(anAuditEntry({ id: 'b', atMs: 20, detail: { vm: 'db-07' } }))
      await store.appendAudit(anAuditEntry({ id: 'c', atMs: 30, detail: { note: '100%_' } }))
      expect((await store.listAudit(filter)).map(({ id }) => id)).toEqual(found)
    })

    it('keeps where a change came from, and reads entries from before that was kept', async () => {
      const from = { address: '198.51.100.7', requestId: 'r1' }
      await store.appendAudit(anAuditEntry({ id: 'a', atMs: 10 }))
      await store.appendAudit(anAuditEntry({ id: 'b', atMs: 20, from }))
      expect((await store.listAudit({})).map(entry => entry.from)).toEqual([from, undefined])
      expect((await store.listAudit({ text: '198.51.100.7' })).map(({ id }) => id)).toEqual(['b'])
    })

    it('keeps the switch and the freezes, with who turned it', async () => {
      expect(await store.readAutomation()).toBeUndefined()
      const stop = { by: { id: 'u', name: 'eva' }, atMs: NOON_MS, why: 'backup' }
      const change = (next: AutomationState, audit: AuditEntry) => store.changeAutomation(() => ({ next, audit }))
      await change({ freezes: [], stop }, anAuditEntry({ id: 's', action: 'stop' }))
      expect(await store.readAutomation()).toEqual({ freezes: [], stop })
      await change({ freezes: [] }, anAuditEntry({ id: 'r', action: 'resume' }))
      expect(await store.readAutomation()).toEqual({ freezes: [] })
      expect((await store.listAudit({})).map(({ action }) => action).toSorted()).toEqual(['resume', 'stop'])
    })

    it('keeps when the engine last asked for the policy units', async () => {
      expect(await store.readDiscoveredMs()).toBeUndefined()
      await store.writeDiscoveredMs(NOON_MS)
      await store.writeDiscoveredMs(NOON_MS + 1)
      expect(await store.readDiscoveredMs()).toBe(NOON_MS + 1)
    })

    it('keeps which policy units are disabled, with who did that', async () => {
      expect(await store.readDisabledUnits()).toEqual([])
      const guard = { unitId: 'guard', by: { id: 'u', name: 'eva' }, atMs: NOON_MS, why: 'odd' }
      const change = (next: DisabledUnit[], audit: AuditEntry) => store.changeDisabledUnits(() => ({ next, audit }))
      await change([guard], anAuditEntry({ id: 'd', action: 'unit_disabled' }))
      expect(await store.readDisabledUnits()).toEqual([guard])
      await change([], anAuditEntry({ id: 'e', action: 'unit_enabled' }))
      expect(await store.readDisabledUnits()).toEqual([])
      expect((await store.listAudit({})).map(({ action }) => action).toSorted()).toEqual([
        'unit_disabled',
        'unit_enabled',
      ])
    })

    it('replaces the delivery of a run, and lists the newest first', async () => {
      await store.putDelivery(delivery('one', 10))
      await store.putDelivery(delivery('two', 20))
      const measured = [{ afterMinutes: 15, atMs: 25, hosts: [], share: 0.5 }]
      await store.putDelivery({ ...delivery('one', 10), measured })
      expect(await store.listDeliveries({})).toEqual([delivery('two', 20), { ...delivery('one', 10), measured }])
      expect(await store.listDeliveries({ sinceMs: 11 })).toHaveLength(1)
    })

    it('forgets what is over and old, never what is open or under way', async () => {
      await accept('over', 10, 'done')
      await accept('running', 10, 'running')
      await accept('young', 30, 'done')
      await store.insertRecommendation({
        recommendation: aRecommendation({ id: 'open', createdAtMs: 10 }),
        explanation,
      })
      await store.insertRecommendation({
        recommendation: aRecommendation({ id: 'snoozed', createdAtMs: 10, state: 'snoozed', snoozedUntilMs: 50 }),
        explanation,
      })
      await store.putDelivery(delivery('over', 10))
      expect(await store.forgetBefore(20)).toBe(5)
      expect((await store.listRuns({})).map(({ id }) => id)).toEqual(['young', 'running'])
      const left = (await store.listRecommendations({})).map(({ id }) => id)
      expect(left.toSorted()).toEqual(['of-running', 'of-young', 'open', 'snoozed'])
      expect((await store.listAudit({})).map(({ id }) => id)).toEqual(['audit-young'])
      expect(await store.listDeliveries({})).toEqual([])
    })
  })
}
