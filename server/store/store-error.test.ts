import { describe, expect, it } from 'vitest'
import { StoreError, toStoreError } from './store-error.ts'

const sqlite = (errcode: number) => Object.assign(new Error('as SQLite says'), { code: 'ERR_SQLITE_ERROR', errcode })
const system = (code: string) => Object.assign(new Error('as the kernel says'), { code })

describe('toStoreError', () => {
  const cases = [
    { error: sqlite(13), code: 'store-disk-full', says: /no space left.*nothing that was written is lost/ },
    { error: sqlite(5), code: 'store-in-use', says: /Another process/ },
    { error: sqlite(261), code: 'store-in-use', says: /Another process/ },
    { error: sqlite(8), code: 'store-read-only', says: /writable/ },
    { error: sqlite(11), code: 'store-damaged', says: /as SQLite says/ },
    { error: sqlite(26), code: 'store-not-a-database', says: /not a SQLite database/ },
    { error: sqlite(778), code: 'store-failed', says: /as SQLite says/ },
    { error: sqlite(1), code: 'store-failed', says: /as SQLite says/ },
    { error: system('EACCES'), code: 'store-folder', says: /as the kernel says/ },
    { error: system('ENOTDIR'), code: 'store-folder', says: /folder/ },
    { error: system('ENOSPC'), code: 'store-disk-full', says: /no space left/ },
    { error: system('EROFS'), code: 'store-read-only', says: /read-only file system/ },
    { error: 'odd', code: 'store-failed', says: /odd/ },
  ]
  for (const { error, code, says } of cases) {
    it(`calls ${JSON.stringify(error)} ${code}`, () => {
      const told = toStoreError('/var/x.db', error)
      expect(told).toMatchObject({ code, file: '/var/x.db', cause: error })
      expect(told.message).toMatch(says)
      expect(told.message).toContain('/var/x.db')
    })
  }

  it('passes its own kind through', () => {
    const own = new StoreError('store-newer', 'f', 'newer')
    expect(toStoreError('g', own)).toBe(own)
  })
})
