import { existsSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { StoreError, toStoreError } from './store-error.ts'

/** How many faults are told; the first ones say enough. */
const MOST_FAULTS = 3

/**
 * Reads every page of the file and changes nothing in it. Throws StoreError: damaged, not a database, in use by another process,
 * not readable. What is missing, empty or no file passes: opening it says more.
 */
export function checkStoreFile(file: string): void {
  if (!existsSync(file)) return
  const found = statSync(file)
  if (!found.isFile() || found.size === 0) return
  try {
    const database = new DatabaseSync(file, { readOnly: true, timeout: 0 })
    try {
      const faults = faultsOf(database)
      if (faults !== undefined) throw damaged(file, faults)
    } finally {
      database.close()
    }
  } catch (error) {
    throw toStoreError(file, error)
  }
}

/** What SQLite finds wrong, in its own words; undefined: nothing. */
export function faultsOf(database: DatabaseSync): string | undefined {
  const rows = database.prepare(`pragma integrity_check(${MOST_FAULTS})`).all()
  const faults = rows.map(row => String(row.integrity_check).replaceAll(/\s+/g, ' ').trim())
  return faults.length === 1 && faults[0] === 'ok' ? undefined : faults.join('; ')
}

/** `what`: what is wrong with it. */
export const damaged = (file: string, what: string): StoreError =>
  new StoreError('store-damaged', file, `The store ${file} is damaged: ${what}.`)

/** Throws StoreError where another process has the file open as its store. Damage is no obstacle. */
export function refuseWhileInUse(file: string): void {
  try {
    checkStoreFile(file)
  } catch (error) {
    if (toStoreError(file, error).code === 'store-in-use') throw error
  }
}
