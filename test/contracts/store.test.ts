import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ApplyStore } from '../../server/apply/ports.ts'
import { openStore } from '../../server/store/open-store.ts'
import type { BadRow, Store } from '../../server/store/store.ts'
import { StoreError } from '../../server/store/store-error.ts'
import { aHostRecommendation, aRecommendation, aRun, aStep, NOON_MS } from '../fakes/builders.ts'
import { anAuditEntry } from './audit-entry.ts'

const explanation = { skippedHosts: [], skippedVms: [] }
const ids = (values: readonly { id: string }[]) => values.map(value => value.id)

let folder: string
let badRows: BadRow[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
  badRows = []
})
afterEach(() => rmSync(folder, { recursive: true }))

const fileIn = (name = 'scheduler.db') => join(folder, name)
const openSqlite = (file = fileIn()) => openStore({ file, reportBadRow: row => badRows.push(row) })

/** Each implementation: opens the same store again on every call, so that a test can reopen what it wrote. */
const implementations: Readonly<Record<string, () => Promise<Store>>> = { sqlite: () => openSqlite() }

for (const [name, open] of Object.entries(implementations)) {
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
      expect(await store.updateRecommendation(dismissed, 'open', { audit })).toBe(true)
      expect(await store.updateRecommendation(aRecommendation(), 'open', { audit: { ...audit, id: 'b' } })).toBe(false)
      expect((await store.findRecommendation('rec1'))?.recommendation).toEqual(dismissed)
      expect(await store.listAudit({ limit: 10 })).toEqual([audit])
    })

    it('replaces the explanation only when one is given', async () => {
      await store.insertRecommendation({ recommendation: aRecommendation(), explanation })
      const newer = { skippedHosts: [{ id: 'h', name: 'h', reason: aRecommendation().because }], skippedVms: [] }
      await store.updateRecommendation(aRecommendation(), 'open', { explanation: newer })
      await store.updateRecommendation(aRecommendation({ priority: 2 }), 'open')
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
        aRun(),
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
        const run = aRun({ id: `run${index}`, state, createdAtMs: NOON_MS - index })
        await store.acceptRun(
          aRecommendation({ id: `rec${index}`, state: 'applying' }),
          run,
          anAuditEntry({ id: `${index}` }),
        )
      }
      expect(ids(await store.listUnfinishedRuns())).toEqual(['run2', 'run1'])
      await store.updateRun(aRun({ id: 'run2', state: 'done', createdAtMs: NOON_MS - 2 }))
      expect(ids(await store.listUnfinishedRuns())).toEqual(['run1'])
      expect(ids(await store.listRuns({ state: 'done' }))).toEqual(['run0', 'run2'])
    })

    it('writes the end of a run and of its recommendation together', async () => {
      await store.insertRecommendation({ recommendation: aRecommendation(), explanation })
      await store.acceptRun(aRecommendation({ state: 'applying' }), aRun(), anAuditEntry())
      const done = aRun({ state: 'done', steps: [aStep({ state: 'done', progressPercent: 100 })] })
      await store.updateRun(done, aRecommendation({ state: 'applied' }), anAuditEntry({ id: 'end', atMs: NOON_MS + 1 }))
      expect(await store.findRun('run1')).toEqual(done)
      expect((await store.findRecommendation('rec1'))?.recommendation.state).toBe('applied')
      expect(ids(await store.listAudit({ limit: 1 }))).toEqual(['end'])
    })

    it('refuses to update a run that was never accepted', async () => {
      await expect(store.updateRun(aRun())).rejects.toThrow('no run run1')
    })

    it('says that it can be written', async () => {
      expect(await store.check()).toEqual({ writable: true })
      expect(await store.check()).toEqual({ writable: true })
    })
  })
}

describe('the SQLite file', () => {
  it('is for its owner only, with its folder and side files', async () => {
    const file = join(folder, 'new', 'scheduler.db')
    const store = await openSqlite(file)
    await store.insertRecommendation({ recommendation: aRecommendation(), explanation })
    for (const name of [file, `${file}-wal`]) expect(statSync(name).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'new')).mode & 0o777).toBe(0o700)
    await store.close()
  })

  it('serves one process at a time', async () => {
    const store = await openSqlite()
    await expect(openSqlite()).rejects.toMatchObject({ code: 'store-in-use' })
    await store.close()
    await (await openSqlite()).close()
  })

  it('reports a damaged row and gives back the others', async () => {
    const store = await openSqlite()
    for (const id of ['rec1', 'rec2', 'rec3'])
      await store.insertRecommendation({ recommendation: aRecommendation({ id }), explanation })
    await store.close()
    const database = new DatabaseSync(fileIn())
    database.exec(`update recommendations set recommendation = '{"id":' where id = 'rec1'`)
    database.exec(`update recommendations set recommendation = '{"id":"rec2"}' where id = 'rec2'`)
    database.close()

    const reopened = await openSqlite()
    expect(ids(await reopened.listRecommendations({}))).toEqual(['rec3'])
    expect(badRows.map(({ table, id }) => ({ table, id }))).toEqual([
      { table: 'recommendations', id: 'rec2' },
      { table: 'recommendations', id: 'rec1' },
    ])
    expect(await reopened.findRecommendation('rec2')).toBeUndefined()
    await reopened.close()
  })

  it('knows what was written before there were other recommendations than moves', async () => {
    const store = await openSqlite()
    const kept = [aRecommendation({ id: 'old' }), aHostRecommendation({ id: 'host' })]
    for (const recommendation of kept) await store.insertRecommendation({ recommendation, explanation })
    await store.close()
    const database = new DatabaseSync(fileIn())
    const { kind: _, ...old } = aRecommendation({ id: 'old' })
    database.prepare("update recommendations set recommendation = ? where id = 'old'").run(JSON.stringify(old))
    database.exec(`insert into recommendations select 'bad', cluster_id, state, 0, '{"id":', explanation
      from recommendations where id = 'old'`)
    database.exec(`delete from kysely_migration where name >= '0003';
      drop table kept_values; drop table deliveries; drop index runs_by_time`)
    database.close()

    const reopened = await openSqlite()
    expect((await reopened.findRecommendation('old'))?.recommendation).toEqual(kept[0])
    expect((await reopened.findRecommendation('host'))?.recommendation).toEqual(kept[1])
    expect(await reopened.findRecommendation('bad')).toBeUndefined()
    await reopened.close()
  })

  it('takes a switch that cannot be read for a stop, and says which row it is', async () => {
    const bad: string[] = []
    const open = () => openStore({ file: fileIn(), reportBadRow: ({ table }) => bad.push(table) })
    const store = await open()
    const audit = {
      id: 'a',
      atMs: 1,
      by: { id: 'u', name: 'eva' },
      action: 'stop',
      subject: 'automation',
      detail: {},
    } as const
    await store.writeAutomation({ freezes: [] }, audit)
    await store.close()
    const database = new DatabaseSync(fileIn())
    database.exec(`update kept_values set value = '{"freezes":'`)
    database.close()
    const again = await open()
    expect(await again.readAutomation()).toMatchObject({ stop: { why: 'what was stopped or frozen cannot be read' } })
    expect(bad).toEqual(['kept_values'])
    await again.close()
  })

  const refusals = [
    {
      why: 'its folder cannot be created',
      prepare: () => {
        writeFileSync(fileIn('plain'), '')
        return join(fileIn('plain'), 'scheduler.db')
      },
      code: 'store-folder',
    },
    { why: 'it is a folder', prepare: () => folder, code: 'store-folder' },
    {
      why: 'it is something else',
      prepare: () => {
        writeFileSync(fileIn(), 'store: { file: x }\n'.repeat(100))
        return fileIn()
      },
      code: 'store-not-a-database',
    },
    {
      why: 'a newer version has changed it',
      prepare: async () => {
        await (await openSqlite()).close()
        const database = new DatabaseSync(fileIn())
        database.exec(`insert into kysely_migration values ('9999-future', '2030-01-01T00:00:00.000Z')`)
        database.close()
        return fileIn()
      },
      code: 'store-newer',
    },
  ]
  for (const { why, prepare, code } of refusals) {
    it(`is refused with ${code} when ${why}`, async () => {
      const file = await prepare()
      await expect(openSqlite(file)).rejects.toMatchObject({ name: 'StoreError', code, file })
    })
  }

  it('says why it cannot be written', async () => {
    const store = await openSqlite()
    await store.close()
    const database = new DatabaseSync(fileIn())
    database.exec('drop table write_check')
    database.close()
    const reopened = await openSqlite()
    expect(await reopened.check()).toMatchObject({ writable: false, problem: expect.stringContaining('write_check') })
    await reopened.close()
  })
})

describe('kill -9', () => {
  it('loses no run whose acceptance was reported', async () => {
    const printed: string[] = []
    for (let round = 0; round < 12; round++) printed.push(...(await acceptRunsAndKill(fileIn(), 1 + round * 3)))
    const store = await openSqlite()
    const stored = new Set(ids(await store.listUnfinishedRuns()))
    expect(printed.filter(id => !stored.has(id))).toEqual([])
    expect(printed.length).toBeGreaterThanOrEqual(12)
    for (const run of await store.listUnfinishedRuns()) {
      expect((await store.findRecommendation(run.recommendationId))?.recommendation.state).toBe('applying')
    }
    expect(badRows).toEqual([])
    await store.close()
  }, 60_000)
})

/** Kills the child when it has printed `lines` lines, i.e. in the middle of a later acceptance; gives back all it printed. */
async function acceptRunsAndKill(file: string, lines: number): Promise<string[]> {
  const program = fileURLToPath(new URL('./accept-runs-until-killed.ts', import.meta.url))
  const child = spawn(process.execPath, [program, file], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const printed: string[] = []
  for await (const line of createInterface(child.stdout)) {
    printed.push(line)
    if (printed.length === lines) child.kill('SIGKILL')
  }
  expect(await ended).toEqual([null, 'SIGKILL'])
  return printed
}
