import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ApplyStore } from '../../server/apply/ports.ts'
import type { Store } from '../../server/store/store.ts'
import { StoreError } from '../../server/store/store-error.ts'
import type { KnobChange } from '../../shared/plan/knob-decision.ts'
import { aRecommendation, aRun, aStep, NOON_MS } from '../fakes/builders.ts'
import { storeKinds } from '../fakes/store-kinds.ts'
import { anAuditEntry } from './audit-entry.ts'

const explanation = { skippedHosts: [], skippedVms: [] }
const ids = (values: readonly { id: string }[]) => values.map(value => value.id)
const named = (id: string) => ({ id, name: id })

for (const { name, open } of storeKinds()) {
  describe(`store on ${name}`, () => {
    let store: Store
    beforeEach(async () => {
      store = await open()
    })
    afterEach(() => store.close())

    it('fits the port of the folder that applies', () => {
      const port: ApplyStore = store
      expect(port).toBe(store)
    })

    it('finds nothing in an empty store', async () => {
      expect(await store.listRecommendations({})).toEqual([])
      expect(await store.findRecommendation('rec1')).toBeUndefined()
      expect(await store.listRuns({})).toEqual([])
      expect(await store.findRun('run1')).toBeUndefined()
      expect(await store.listUnfinishedRuns()).toEqual([])
      expect(await store.listAudit({ limit: 10 })).toEqual([])
    })

    it('knows the units it was last given, with the audit of what changed', async () => {
      expect(await store.listKnownUnits()).toEqual([])
      const unit = { id: 'few_vms', source: '/p/few.ts', checksum: 'c1' }
      const other = { id: 'other', source: '/p/other.ts', checksum: 'c2' }
      await store.replaceKnownUnits([unit, other], [anAuditEntry({ id: 'a1', action: 'unit_added' })])
      await store.replaceKnownUnits([{ ...unit, checksum: 'c3' }], [anAuditEntry({ id: 'a2', action: 'unit_changed' })])
      await store.close()
      store = await open()
      expect(await store.listKnownUnits()).toEqual([{ ...unit, checksum: 'c3' }])
      expect(ids(await store.listAudit({ limit: 10 })).toSorted()).toEqual(['a1', 'a2'])
    })

    it('knows what was touched on which host, also after reopening, until nothing is', async () => {
      const pins = {
        knob: 'pins',
        ...{ vmId: 'v1', vmName: 'Büro "7"' },
        from: [{ vcpu: 0, cpuIds: [0, 1] }],
        to: [{ vcpu: 0, cpuIds: [1] }],
      } as const satisfies KnobChange
      const ksm = { knob: 'ksm', from: { run: 'stop' }, to: { run: 'merge' } } as const satisfies KnobChange
      expect(await store.listTouchedHosts()).toEqual([])
      await store.putTouchedHost({ hostId: 'h2', changes: [ksm] })
      await store.putTouchedHost({ hostId: 'h1', changes: [ksm] })
      await store.putTouchedHost({ hostId: 'h1', changes: [pins, ksm] })
      await store.close()
      store = await open()
      expect(await store.listTouchedHosts()).toEqual([
        { hostId: 'h1', changes: [pins, ksm] },
        { hostId: 'h2', changes: [ksm] },
      ])
      await store.putTouchedHost({ hostId: 'h1', changes: [] })
      await store.putTouchedHost({ hostId: 'h3', changes: [] })
      expect((await store.listTouchedHosts()).map(({ hostId }) => hostId)).toEqual(['h2'])
    })

    it('keeps the units it knew when the audit cannot be written', async () => {
      const unit = { id: 'few_vms', source: '/p/few.ts', checksum: 'c1' }
      await store.replaceKnownUnits([unit], [anAuditEntry({ id: 'a1' })])
      await expect(store.replaceKnownUnits([], [anAuditEntry({ id: 'a1' })])).rejects.toThrow(StoreError)
      expect(await store.listKnownUnits()).toEqual([unit])
    })

    it('gives back what was written, also after reopening', async () => {
      const recommendation = aRecommendation({ vm: { id: 'vm1', name: 'Büro "7"; drop table runs' } })
      await store.insertRecommendation({ recommendation, explanation })
      await store.close()
      store = await open()
      expect(await store.findRecommendation('rec1')).toEqual({ recommendation, explanation })
    })

    it('lists recommendations newest first, by state and cluster, up to a limit', async () => {
      const other = { id: 'c2', name: 'Other' }
      for (const recommendation of [
        aRecommendation({ id: 'old', createdAtMs: NOON_MS }),
        aRecommendation({ id: 'new', createdAtMs: NOON_MS + 2 }),
        aRecommendation({ id: 'gone', createdAtMs: NOON_MS + 1, state: 'dismissed' }),
        aRecommendation({ id: 'elsewhere', createdAtMs: NOON_MS + 3, cluster: other }),
      ])
        await store.insertRecommendation({ recommendation, explanation })
      const cases = [
        { filter: {}, expected: ['elsewhere', 'new', 'gone', 'old'] },
        { filter: { state: 'open' }, expected: ['elsewhere', 'new', 'old'] },
        { filter: { state: 'open', clusterId: aRecommendation().cluster.id }, expected: ['new', 'old'] },
        { filter: { clusterId: 'c2' }, expected: ['elsewhere'] },
        { filter: { limit: 2 }, expected: ['elsewhere', 'new'] },
        { filter: { ids: ['old', 'gone', 'unknown'] }, expected: ['gone', 'old'] },
        { filter: { after: { createdAtMs: NOON_MS + 2, id: 'new' } }, expected: ['gone', 'old'] },
        { filter: { after: { createdAtMs: NOON_MS + 2, id: 'z' }, limit: 1 }, expected: ['new'] },
      ] as const
      for (const { filter, expected } of cases) expect(ids(await store.listRecommendations(filter))).toEqual(expected)
    })

    it('refuses a second recommendation with the same id', async () => {
      await store.insertRecommendation({ recommendation: aRecommendation(), explanation })
      await expect(store.insertRecommendation({ recommendation: aRecommendation(), explanation })).rejects.toThrow()
    })

    it('updates a recommendation only while its state is the expected one', async () => {
      await store.insertRecommendation({ recommendation: aRecommendation(), explanation })
      const dismissed = aRecommendation({ state: 'dismissed', updatedAtMs: NOON_MS + 1 })
      const audit = anAuditEntry({ action: 'dismiss' })
      expect(await store.updateRecommendation(dismissed, { state: 'open' }, { audit })).toBe(true)
      expect(
        await store.updateRecommendation(aRecommendation(), { state: 'open' }, { audit: { ...audit, id: 'b' } }),
      ).toBe(false)
      expect((await store.findRecommendation('rec1'))?.recommendation).toEqual(dismissed)
      expect(await store.listAudit({ limit: 10 })).toEqual([audit])
    })

    it('replaces the explanation only when one is given', async () => {
      await store.insertRecommendation({ recommendation: aRecommendation(), explanation })
      const newer = { skippedHosts: [{ id: 'h', name: 'h', reason: aRecommendation().because }], skippedVms: [] }
      await store.updateRecommendation(aRecommendation(), { state: 'open' }, { explanation: newer })
      await store.updateRecommendation(aRecommendation({ priority: 2 }), { state: 'open' })
      const stored = await store.findRecommendation('rec1')
      expect(stored).toEqual({ recommendation: aRecommendation({ priority: 2 }), explanation: newer })
    })

    it('accepts a run once, whole or not at all', async () => {
      await store.insertRecommendation({ recommendation: aRecommendation(), explanation })
      const applying = aRecommendation({ state: 'applying', runId: 'run1' })
      const results = await Promise.all([
        store.acceptRun(applying, aRun(), anAuditEntry()),
        store.acceptRun({ ...applying, runId: 'run2' }, aRun({ id: 'run2' }), anAuditEntry({ id: 'audit2' })),
      ])
      expect(results).toEqual([true, false])
      expect(ids(await store.listRuns({}))).toEqual(['run1'])
      expect(ids(await store.listAudit({ limit: 10 }))).toEqual(['audit1'])
      expect((await store.findRecommendation('rec1'))?.recommendation).toEqual(applying)
    })

    it('leaves the recommendation open when the run cannot be written', async () => {
      await store.insertRecommendation({ recommendation: aRecommendation(), explanation })
      await store.insertRecommendation({ recommendation: aRecommendation({ id: 'rec2' }), explanation })
      await store.acceptRun(aRecommendation({ state: 'applying' }), aRun(), anAuditEntry())
      const clash = store.acceptRun(
        aRecommendation({ id: 'rec2', state: 'applying' }),
        aRun({ steps: [aStep({ vm: named('other') })] }),
        anAuditEntry({ id: 'b' }),
      )
      await expect(clash).rejects.toThrow(StoreError)
      expect((await store.findRecommendation('rec2'))?.recommendation.state).toBe('open')
      expect(ids(await store.listAudit({ limit: 10 }))).toEqual(['audit1'])
    })

    it('lists unfinished runs oldest first until they end', async () => {
      const states = ['done', 'running', 'waiting', 'failed'] as const
      for (const [index, state] of states.entries()) {
        await store.insertRecommendation({ recommendation: aRecommendation({ id: `rec${index}` }), explanation })
        const steps = [aStep({ vm: named(`vm${index}`) })]
        const run = aRun({ id: `run${index}`, state, createdAtMs: NOON_MS - index, steps })
        await store.acceptRun(
          aRecommendation({ id: `rec${index}`, state: 'applying' }),
          run,
          anAuditEntry({ id: `${index}` }),
        )
      }
      expect(ids(await store.listUnfinishedRuns())).toEqual(['run2', 'run1'])
      await store.changeRun('run2', run => ({ run: { ...run, state: 'done' } }))
      expect(ids(await store.listUnfinishedRuns())).toEqual(['run1'])
      expect(ids(await store.listRuns({ state: 'done' }))).toEqual(['run0', 'run2'])
    })

    it('writes the end of a run and of its recommendation together', async () => {
      await store.insertRecommendation({ recommendation: aRecommendation(), explanation })
      await store.acceptRun(aRecommendation({ state: 'applying' }), aRun(), anAuditEntry())
      const done = aRun({ state: 'done', steps: [aStep({ state: 'done', progressPercent: 100 })] })
      const recommendation = aRecommendation({ state: 'applied' })
      const audit = anAuditEntry({ id: 'end', atMs: NOON_MS + 1 })
      await store.changeRun('run1', () => ({ run: done, recommendation, audit }))
      expect(await store.findRun('run1')).toEqual(done)
      expect((await store.findRecommendation('rec1'))?.recommendation.state).toBe('applied')
      expect(ids(await store.listAudit({ limit: 1 }))).toEqual(['end'])
    })

    it('refuses to change a run that was never accepted', async () => {
      await expect(store.changeRun('run1', run => ({ run }))).rejects.toThrow('no run run1')
    })

    const accept = async (nth: number) => {
      const recommendation = aRecommendation({ id: `rec${nth}` })
      await store.insertRecommendation({ recommendation, explanation })
      const run = aRun({ id: `run${nth}`, createdAtMs: NOON_MS + nth, steps: [aStep({ vm: named(`vm${nth}`) })] })
      return await store.acceptRun({ ...recommendation, state: 'applying' }, run, anAuditEntry({ id: `audit${nth}` }))
    }

    it('accepts no second run that moves the same VM until the first is over', async () => {
      expect(await accept(1)).toBe(true)
      await store.insertRecommendation({ recommendation: aRecommendation({ id: 'again' }), explanation })
      const again = () =>
        store.acceptRun(
          aRecommendation({ id: 'again', state: 'applying' }),
          aRun({ id: 'run9', steps: [aStep({ vm: named('vm2') }), aStep({ index: 1, vm: named('vm1') })] }),
          anAuditEntry({ id: 'audit9' }),
        )
      expect(await again()).toBe(false)
      expect((await store.findRecommendation('again'))?.recommendation.state).toBe('open')
      await store.changeRun('run1', run => ({ run: { ...run, state: 'done' } }))
      expect(await again()).toBe(true)
    })

    it('lets changes of one run follow each other, each seeing what the one before has written', async () => {
      await accept(1)
      const times = Array.from({ length: 10 }, (_, at) => at)
      await Promise.all(
        times.map(() => store.changeRun('run1', run => ({ run: { ...run, updatedAtMs: run.updatedAtMs + 1 } }))),
      )
      expect((await store.findRun('run1'))?.updatedAtMs).toBe(aRun().updatedAtMs + 10)
    })

    it('writes nothing where a change gives nothing, or throws', async () => {
      await accept(1)
      const before = await store.findRun('run1')
      expect(await store.changeRun('run1', () => undefined)).toBeUndefined()
      const refusing = store.changeRun('run1', () => {
        throw new Error('somebody else drives it')
      })
      await expect(refusing).rejects.toThrow('somebody else drives it')
      expect(await store.findRun('run1')).toEqual(before)
    })

    it('has changes among all runs decide one after the other: one place is taken once', async () => {
      for (const nth of [1, 2, 3]) await accept(nth)
      const begin = (id: string) =>
        store.changeRun(
          id,
          (run, unfinished) =>
            unfinished.some(({ state }) => state === 'running') ? undefined : { run: { ...run, state: 'running' } },
          { amongAll: true },
        )
      const begun = await Promise.all(['run1', 'run2', 'run3'].map(begin))
      expect(begun.filter(changed => changed !== undefined)).toHaveLength(1)
      expect(await store.listRuns({ state: 'running' })).toHaveLength(1)
    })

    it('has people who switch at the same time see each other', async () => {
      const units = ['a', 'b', 'c', 'd']
      await Promise.all(
        units.map(unitId =>
          store.changeDisabledUnits(all => ({
            next: [...all, { unitId, by: { id: 'u', name: 'eva' }, atMs: NOON_MS, why: '' }],
            audit: anAuditEntry({ id: `disable-${unitId}`, action: 'unit_disabled' }),
          })),
        ),
      )
      const disabled = (await store.readDisabledUnits()).map(({ unitId }) => unitId)
      expect(disabled.toSorted()).toEqual(units)
      const kept = store.changeDisabledUnits(() => {
        throw new Error('refused')
      })
      await expect(kept).rejects.toThrow('refused')
      expect(await store.changeDisabledUnits(() => undefined)).toHaveLength(units.length)
    })

    it('says that it can be written', async () => {
      expect(await store.check()).toEqual({ writable: true })
      expect(await store.check()).toEqual({ writable: true })
    })
  })
}
