/** `migrate-store` by its users' hands: all there is comes over, or nothing does. */
import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { openPostgresStore } from '../../server/store/open-store.ts'
import type { PostgresAddress } from '../../server/store/postgres-database.ts'
import type { Store } from '../../server/store/store.ts'
import { aRecommendation, aRun, aStep, NOON_MS } from '../fakes/builders.ts'
import { describeOnPostgres } from '../fakes/describe-postgres.ts'
import { storeFolder } from '../fakes/store-folder.ts'
import { program } from '../scenarios/program.ts'
import { anAuditEntry } from './audit-entry.ts'

const explanation = { skippedHosts: [], skippedVms: [] }
const { openSqlite, fileIn, sqlite } = storeFolder()

describeOnPostgres('migrate-store', { timeout: 60_000 }, server => {
  const open = (address: PostgresAddress) =>
    openPostgresStore({ address, reportBadRow: row => expect.fail(row.problem) })
  function migrate(from: string, to: string, { url, schema }: PostgresAddress) {
    const flags = ['--store-file', fileIn(), '--store-url', url, '--store-schema', schema]
    const [command, ...args] = program
    return spawnSync(command, [...args, 'migrate-store', from, to, ...flags], { encoding: 'utf8' })
  }

  const COUNT = 600
  /** More rows than are copied at a time, of every kind, some with texts that sort differently elsewhere. */
  async function fill(store: Store): Promise<void> {
    for (let nth = 0; nth < COUNT; nth++)
      await store.appendAudit(
        anAuditEntry({ id: `${nth % 2 ? 'Ä' : 'a'}-${nth}`, atMs: nth, detail: { vm: `Büro "${nth}"` } }),
      )
    for (const nth of [1, 2, 3]) {
      const recommendation = aRecommendation({ id: `rec${nth}`, createdAtMs: NOON_MS + nth })
      await store.insertRecommendation({ recommendation, explanation })
      const run = aRun({ id: `run${nth}`, steps: [aStep({ vm: { id: `vm${nth}`, name: 'v' } })] })
      await store.acceptRun({ ...recommendation, state: 'applying' }, run, anAuditEntry({ id: `apply${nth}` }))
    }
    await store.replaceKnownUnits([{ id: 'u', source: '/u.ts', checksum: 'c' }], [])
    await store.putTouchedHost({
      hostId: 'h1',
      changes: [{ knob: 'ksm', from: { run: 'stop' }, to: { run: 'merge' } }],
    })
    await store.changeAutomation(() => ({ next: { freezes: [] }, audit: anAuditEntry({ id: 'switch' }) }))
    const measured = { promised: [], measured: [], cluster: { id: 'c', name: 'c' }, unitId: 'planner', endedAtMs: 1 }
    await store.putDelivery({ runId: 'run1', ...measured })
  }
  const all = async (store: Store) => ({
    recommendations: await store.listRecommendations({}),
    runs: await store.listRuns({}),
    audit: await store.listAudit({ limit: 5_000 }),
    units: await store.listKnownUnits(),
    touched: await store.listTouchedHosts(),
    automation: await store.readAutomation(),
    deliveries: await store.listDeliveries({}),
  })

  it('brings everything to PostgreSQL and back, and leaves the source as it is', async () => {
    const store = await openSqlite()
    await fill(store)
    const before = await all(store)
    expect(before.audit).toHaveLength(COUNT + 4)
    await store.close()
    const address = server.address()
    const there = migrate('sqlite', 'postgres', address)
    expect(there).toMatchObject({ status: 0, stderr: '' })
    expect(there.stdout).toContain(`audit            ${COUNT + 4} rows`)
    const copy = await open(address)
    expect(await all(copy)).toEqual(before)
    await copy.close()
    const still = await openSqlite()
    expect(await all(still)).toEqual(before)
    await still.close()

    for (const table of [
      'recommendations',
      'runs',
      'audit',
      'known_units',
      'kept_values',
      'deliveries',
      'touched_hosts',
    ])
      sqlite(`delete from ${table}`)
    expect(migrate('postgres', 'sqlite', address)).toMatchObject({ status: 0, stderr: '' })
    const back = await openSqlite()
    expect(await all(back)).toEqual(before)
    await back.close()
  })

  it('writes nothing into a store that was used', async () => {
    const store = await openSqlite()
    await fill(store)
    await store.close()
    const address = server.address()
    const used = await open(address)
    await used.putTouchedHost({ hostId: 'h9', changes: [{ knob: 'ksm', from: { run: 'stop' }, to: { run: 'merge' } }] })
    const refused = migrate('sqlite', 'postgres', address)
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining('has rows in touched_hosts already') })
    expect(await all(used)).toMatchObject({ recommendations: [], runs: [], audit: [] })
    await used.close()
  })

  it.each([
    ['a store that the service has open', async () => await openSqlite(), 'sqlite', 'Another process uses the store'],
    ['no file', async () => undefined, 'sqlite', 'There is no store'],
  ])('refuses %s', async (_, prepare, from, message) => {
    const opened = await prepare()
    const refused = migrate(from, 'postgres', server.address())
    await opened?.close()
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining(message) })
  })

  it.each(['backups', 'check', 'restore'])('is the way for PostgreSQL; "store %s" says that it is for files', name => {
    const { url } = server.address()
    const [command, ...args] = program
    const ran = spawnSync(command, [...args, 'store', name], {
      encoding: 'utf8',
      env: { ...process.env, OVIRT_SCHEDULER_STORE_URL: url, OVIRT_SCHEDULER_STORE_FILE: fileIn() },
    })
    expect(ran).toMatchObject({ status: 1, stderr: expect.stringContaining('of a PostgreSQL database (store.url)') })
  })

  it('wants two kinds, and to know the database', () => {
    const address = server.address()
    expect(migrate('sqlite', 'sqlite', address)).toMatchObject({ status: 2 })
    expect(migrate('sqlite', 'postgres', { ...address, url: '' })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('store.url is not set'),
    })
  })
})
