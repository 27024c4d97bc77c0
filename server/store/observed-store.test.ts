import { describe, expect, it } from 'vitest'
import { anAuditEntry } from '../../test/contracts/audit-entry.ts'
import { storeFolder } from '../../test/fakes/store-folder.ts'
import { observedStore, type StoreWrite, writeNames } from './observed-store.ts'
import type { Store } from './store.ts'

const folder = storeFolder()

describe('observedStore', () => {
  it('tells of a write when it is over, and of no read', async () => {
    const told: StoreWrite[] = []
    let elapsedMs = 0
    const store = observedStore(
      await folder.openSqlite(),
      write => told.push(write),
      () => (elapsedMs += 5),
    )
    await store.writeDiscoveredMs(7)
    expect(await store.readDiscoveredMs()).toBe(7)
    expect(told).toEqual([{ operation: 'writeDiscoveredMs', outcome: 'ok', durationMs: 5 }])
    await store.close()
  })

  it('tells of a write that failed by its code, and fails as before', async () => {
    const told: StoreWrite[] = []
    const full = Object.assign(new Error('database or disk is full'), { errcode: 13 })
    const broken = { ...(await folder.openSqlite()), appendAudit: () => Promise.reject(full) }
    const store = observedStore(broken, write => told.push(write))
    await expect(store.appendAudit(anAuditEntry())).rejects.toBe(full)
    expect(told).toMatchObject([{ operation: 'appendAudit', outcome: 'store-disk-full' }])
    await store.close()
  })

  it('knows every write of the store', async () => {
    const store = await folder.openSqlite()
    // Copies and inspections are of the whole file; they are told of elsewhere.
    const reads = /^(list|find|read|page|count|check|copyTo|inspect|close)/
    const writes = (Object.keys(store) as (keyof Store)[]).filter(name => !reads.test(name))
    expect(new Set<string>(writes)).toEqual(new Set<string>(writeNames))
    await store.close()
  })
})
