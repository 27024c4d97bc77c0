import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openStore } from '../../server/store/open-store.ts'
import { aHostRecommendation, aRecommendation } from '../fakes/builders.ts'
import { storeFolder } from '../fakes/store-folder.ts'

const explanation = { skippedHosts: [], skippedVms: [] }
const ids = (values: readonly { id: string }[]) => values.map(value => value.id)
const { fileIn, openSqlite, badRows } = storeFolder()

describe('the SQLite file', () => {
  it('is for its owner only, with its folder and side files', async () => {
    const file = fileIn(join('new', 'scheduler.db'))
    const store = await openSqlite(file)
    await store.insertRecommendation({ recommendation: aRecommendation(), explanation })
    for (const name of [file, `${file}-wal`]) expect(statSync(name).mode & 0o777).toBe(0o600)
    expect(statSync(fileIn('new')).mode & 0o777).toBe(0o700)
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
    expect(badRows().map(({ table, id }) => ({ table, id }))).toEqual([
      { table: 'recommendations', id: 'rec2' },
      { table: 'recommendations', id: 'rec1' },
    ])
    expect(await reopened.findRecommendation('rec2')).toBeUndefined()
    await reopened.close()
  })

  it('reports a host whose touched knobs are damaged, and leaves its row', async () => {
    const store = await openSqlite()
    const ksm = { knob: 'ksm', from: { run: 'stop' }, to: { run: 'merge' } } as const
    for (const hostId of ['h1', 'h2', 'h3']) await store.putTouchedHost({ hostId, changes: [ksm] })
    await store.close()
    const database = new DatabaseSync(fileIn())
    database.exec(`update touched_hosts set changes = '[{"knob":' where host_id = 'h1'`)
    database.exec(`update touched_hosts set changes = '[{"knob":"unknown"}]' where host_id = 'h3'`)
    database.close()

    const reopened = await openSqlite()
    expect((await reopened.listTouchedHosts()).map(({ hostId }) => hostId)).toEqual(['h2'])
    expect(badRows().map(({ table, id }) => `${table} ${id}`)).toEqual(['touched_hosts h1', 'touched_hosts h3'])
    await reopened.close()
    const after = new DatabaseSync(fileIn())
    expect(after.prepare('select count(*) as count from touched_hosts').get()).toEqual({ count: 3 })
    after.close()
  })

  it('knows what was written before there were other recommendations than moves', async () => {
    const store = await openSqlite()
    const kept = [aRecommendation({ id: 'old' }), aHostRecommendation({ id: 'host' })]
    for (const recommendation of kept) await store.insertRecommendation({ recommendation, explanation })
    await store.close()
    const database = new DatabaseSync(fileIn())
    const { kind: _, ...old } = aRecommendation({ id: 'old' })
    database.prepare("update recommendations set recommendation = ? where id = 'old'").run(JSON.stringify(old))
    database.exec(`alter table recommendations drop column kind;
      alter table recommendations drop column updated_at_ms;
      insert into recommendations select 'bad', cluster_id, state, 0, '{"id":', explanation
      from recommendations where id = 'old'`)
    database.exec(`delete from kysely_migration where name >= '0003';
      drop table kept_values; drop table deliveries; drop index runs_by_time; drop table touched_hosts; drop table turns`)
    database.close()

    const reopened = await openSqlite()
    expect((await reopened.findRecommendation('old'))?.recommendation).toEqual(kept[0])
    expect((await reopened.findRecommendation('host'))?.recommendation).toEqual(kept[1])
    expect(await reopened.findRecommendation('bad')).toBeUndefined()
    for (const one of kept) {
      expect(ids(await reopened.listRecommendations({ kind: one.kind }))).toEqual([one.id])
      expect(await reopened.updateRecommendation(one, one)).toBe(true)
    }
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
    await store.changeAutomation(() => ({ next: { freezes: [] }, audit }))
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
    { why: 'it is a folder', prepare: () => dirname(fileIn()), code: 'store-folder' },
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
    expect(badRows()).toEqual([])
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
