/** Backups of a real SQLite file: made while it is used, checked, rotated, and gone back to. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { backupFolder, backupPath, listBackups } from '../../server/store/backup-files.ts'
import { checkStoreFile } from '../../server/store/check-store-file.ts'
import { makeBackup } from '../../server/store/make-backup.ts'
import { newestGood, restoreBackup } from '../../server/store/restore-backup.ts'
import { cutInHalf, overwritePages } from '../fakes/broken-file.ts'
import { aRecommendation } from '../fakes/builders.ts'
import { storeFolder } from '../fakes/store-folder.ts'

const explanation = { skippedHosts: [], skippedVms: [] }
const HOUR_MS = 3_600_000
const NOON_MS = Date.parse('2026-03-02T12:00:00Z')
const { fileIn, openSqlite } = storeFolder()
const rules = () => ({ file: fileIn(), folder: backupFolder(fileIn(), ''), hours: 3, days: 3 })
const names = () => readdirSync(rules().folder).toSorted()

async function aFilledStore(count = 50) {
  const store = await openSqlite()
  for (let nth = 0; nth < count; nth++)
    await store.insertRecommendation({ recommendation: aRecommendation({ id: `rec${nth}` }), explanation })
  return store
}

describe('a backup', { timeout: 30_000 }, () => {
  it('is one whole file for its owner only, made while others write', async () => {
    const store = await aFilledStore()
    const making = makeBackup(store, rules(), NOON_MS)
    await store.insertRecommendation({ recommendation: aRecommendation({ id: 'meanwhile' }), explanation })
    const { path, madeAtMs, bytes } = await making
    expect([madeAtMs, bytes]).toEqual([NOON_MS, statSync(path).size])
    expect(names()).toEqual(['scheduler-20260302T120000.db'])
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700)
    await store.close()
    const copy = await openSqlite(path)
    expect((await copy.listRecommendations({ limit: 1000 })).length).toBeGreaterThanOrEqual(50)
    await copy.close()
  })

  it('takes the place of older ones of its hour, and leaves what is not ours alone', async () => {
    const store = await aFilledStore(1)
    for (const at of [0, 1, 2, 3, 4, 4.5, 5]) await makeBackup(store, rules(), NOON_MS + at * HOUR_MS)
    writeFileSync(`${rules().folder}/scheduler-notes.db`, 'mine')
    await makeBackup(store, rules(), NOON_MS + 5.5 * HOUR_MS)
    const stamps = ['20260302T150000', '20260302T163000', '20260302T173000']
    expect(names()).toEqual([...stamps.map(stamp => `scheduler-${stamp}.db`), 'scheduler-notes.db'])
    await store.close()
  })

  it('of a store that was damaged meanwhile replaces no good one, and nothing is written any more', async () => {
    const store = await aFilledStore()
    await makeBackup(store, rules(), NOON_MS)
    await store.close()
    const again = await openSqlite()
    overwritePages(fileIn())
    await expect(makeBackup(again, { ...rules(), hours: 1, days: 0 }, NOON_MS + HOUR_MS)).rejects.toMatchObject({
      code: 'store-damaged',
    })
    expect(names()).toEqual(['scheduler-20260302T120000.db'])
    expect(await again.check()).toMatchObject({ writable: false, code: 'store-damaged' })
    const refused = again.insertRecommendation({ recommendation: aRecommendation({ id: 'late' }), explanation })
    await expect(refused).rejects.toMatchObject({ code: 'store-damaged' })
    await again.close()
  })

  it('that cannot be written says why, and leaves the store as it is', async () => {
    const store = await aFilledStore(1)
    writeFileSync(fileIn('plain'), '')
    const making = makeBackup(store, { ...rules(), folder: fileIn('plain/x') }, NOON_MS)
    await expect(making).rejects.toMatchObject({ code: 'store-folder' })
    expect(await store.check()).toEqual({ writable: true })
    await store.close()
  })
})

describe('a damaged file', { timeout: 30_000 }, () => {
  const damages = [
    { why: 'its pages were overwritten', damage: overwritePages, code: 'store-damaged' },
    { why: 'it was cut off', damage: cutInHalf, code: 'store-damaged' },
    {
      why: 'it is something else',
      damage: (file: string) => writeFileSync(file, 'x'.repeat(9000)),
      code: 'store-not-a-database',
    },
  ]
  for (const { why, damage, code } of damages) {
    it(`is refused and not touched when ${why}; going back to a backup keeps it aside`, async () => {
      const store = await aFilledStore()
      await makeBackup(store, rules(), NOON_MS)
      await store.insertRecommendation({ recommendation: aRecommendation({ id: 'lost' }), explanation })
      await store.close()
      damage(fileIn())
      const before = readFileSync(fileIn())
      await expect(openSqlite()).rejects.toMatchObject({ name: 'StoreError', code, file: fileIn() })
      expect(readFileSync(fileIn()).equals(before)).toBe(true)

      const good = newestGood(listBackups(fileIn(), rules().folder))
      const aside = restoreBackup(fileIn(), good?.path ?? '', NOON_MS + HOUR_MS)
      expect(aside).toBe(`${fileIn()}.damaged-20260302T130000`)
      expect(readFileSync(aside ?? '').equals(before)).toBe(true)
      expect(statSync(fileIn()).mode & 0o777).toBe(0o600)
      const restored = await openSqlite()
      expect(await restored.findRecommendation('lost')).toBeUndefined()
      expect(await restored.listRecommendations({})).toHaveLength(50)
      await restored.close()
      expect(existsSync(good?.path ?? '')).toBe(true)
    })
  }

  it('goes back to the newest backup that is whole, past one that is not', async () => {
    const store = await aFilledStore()
    await makeBackup(store, rules(), NOON_MS)
    await makeBackup(store, rules(), NOON_MS + HOUR_MS)
    await store.close()
    overwritePages(backupPath(fileIn(), rules().folder, NOON_MS + HOUR_MS))
    expect(newestGood(listBackups(fileIn(), rules().folder))?.madeAtMs).toBe(NOON_MS)
    expect(() => restoreBackup(fileIn(), backupPath(fileIn(), rules().folder, NOON_MS + HOUR_MS), 0)).toThrow(/damaged/)
    checkStoreFile(fileIn())
  })
})
