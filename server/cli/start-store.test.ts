import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { cutInHalf, overwritePages } from '../../test/fakes/broken-file.ts'
import { aRecommendation } from '../../test/fakes/builders.ts'
import { aLog } from '../../test/fakes/log.ts'
import { storeFolder } from '../../test/fakes/store-folder.ts'
import { backupFolder } from '../store/backup-files.ts'
import { makeBackup } from '../store/make-backup.ts'
import { CliFailure } from './outcome.ts'
import { startStore } from './start-store.ts'

const HOUR_MS = 3_600_000
const { fileIn, openSqlite } = storeFolder()
const explanation = { skippedHosts: [], skippedVms: [] }
/** And not in PostgreSQL. */
const inFile = { 'store.url': '', 'store.passwordFile': '', 'store.schema': 's', 'store.connections': 2 } as const

const config = (whenDamaged: 'refuse' | 'restore') => ({
  'store.file': fileIn(),
  'store.backupDirectory': '',
  ...inFile,
  'store.whenDamaged': whenDamaged,
})

/** One recommendation in the backup, another written after it. */
async function aStoreWithBackup({ backups = 1 } = {}): Promise<number> {
  const store = await openSqlite()
  await store.insertRecommendation({ recommendation: aRecommendation({ id: 'kept' }), explanation })
  const atMs = Math.floor((Date.now() - HOUR_MS) / 1000) * 1000
  const rules = { file: fileIn(), folder: backupFolder(fileIn(), ''), hours: 3, days: 3 }
  if (backups > 0) await makeBackup(store, rules, atMs)
  await store.insertRecommendation({ recommendation: aRecommendation({ id: 'lost' }), explanation })
  await store.close()
  return atMs
}

async function refusal(whenDamaged: 'refuse' | 'restore' = 'refuse'): Promise<string> {
  const error = await startStore(config(whenDamaged), aLog().log).then(
    () => expect.fail('it started'),
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(CliFailure)
  return (error as Error).message
}

describe('a damaged store at the start', { timeout: 30_000 }, () => {
  const damages = [
    { why: 'overwritten', damage: overwritePages, says: 'is damaged: ' },
    { why: 'cut off', damage: cutInHalf, says: 'is damaged: ' },
    { why: 'emptied', damage: (file: string) => truncateSync(file), says: 'is damaged: it is empty, though' },
    { why: 'not a database', damage: (file: string) => writeFileSync(file, 'x'.repeat(9000)), says: 'is not a SQLite' },
  ]
  for (const { why, damage, says } of damages) {
    it(`that is ${why} is refused with the commands that help, and is left as it is`, async () => {
      await aStoreWithBackup()
      damage(fileIn())
      const before = readFileSync(fileIn())
      const message = await refusal()
      expect(message).toContain(says)
      expect(message).toContain(fileIn())
      expect(message).toContain(`ovirt-scheduler store restore --store-file ${fileIn()}`)
      expect(message).toContain(`ovirt-scheduler store backups --store-file ${fileIn()}`)
      expect(readFileSync(fileIn()).equals(before)).toBe(true)
    })

    it(`that is ${why} goes back to its backup where that is set, and says what is lost`, async () => {
      const backupAtMs = await aStoreWithBackup()
      damage(fileIn())
      const before = readFileSync(fileIn())
      const { log, lines } = aLog()
      const store = await startStore(config('restore'), log)
      expect(await store.findRecommendation('kept')).toBeDefined()
      expect(await store.findRecommendation('lost')).toBeUndefined()
      const restored = await store.readRestored()
      expect(restored).toMatchObject({ backupAtMs, isTold: false })
      expect(readFileSync(restored?.damagedFile ?? '').equals(before)).toBe(true)
      expect(JSON.stringify(lines)).toContain('what was written after that is lost')
      expect(await store.listAudit({})).toMatchObject([{ action: 'restore_store', by: { id: 'store' } }])
      await store.close()
    })
  }

  it('is refused where there is no good backup, also where it might be restored', async () => {
    await aStoreWithBackup({ backups: 0 })
    overwritePages(fileIn())
    const message = await refusal('restore')
    expect(message).toContain('There is no good backup to go back to')
    expect(message).toContain(`mv ${fileIn()} ${fileIn()}.old`)
    expect(readdirSync(dirname(fileIn())).filter(name => name.includes('damaged'))).toEqual([])
  })

  it('of a newer version is refused, never put back by itself', async () => {
    await aStoreWithBackup()
    const database = new DatabaseSync(fileIn())
    database.exec(`insert into kysely_migration values ('9999-future', '2030-01-01T00:00:00.000Z')`)
    database.close()
    const message = await refusal('restore')
    expect(message).toMatch(/written by a newer version[\s\S]*store restore --store-file/)
  })

  it('that was moved away is made anew', async () => {
    await aStoreWithBackup()
    const database = fileIn('elsewhere.db')
    expect(existsSync(database)).toBe(false)
    const store = await startStore({ ...config('refuse'), 'store.file': database }, aLog().log)
    expect(await store.listRecommendations({})).toEqual([])
    await store.close()
  })
})
