/** node:sqlite behind kysely's SQLite dialect. The only file that knows the driver: its class is to be renamed. */
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { SqliteDatabase, SqliteStatement } from 'kysely'
import { toStoreError } from './store-error.ts'

/**
 * Opens or creates the file, for its owner only. Every commit is on the disk when it returns (WAL, synchronous=FULL).
 * The lock is exclusive: two services on one file would each believe that they alone drive the runs in it.
 * Throws StoreError.
 */
export function openSqliteDatabase(file: string): SqliteDatabase {
  return guarded(file, () => {
    if (file !== ':memory:') createForOwnerOnly(file)
    const database = new DatabaseSync(file, { timeout: 0 })
    try {
      database.exec('pragma locking_mode = exclusive')
      database.exec('pragma journal_mode = wal')
      database.exec('pragma synchronous = full')
      // The lock is taken by the first write, not by the pragma.
      database.exec('begin immediate; commit')
    } catch (error) {
      database.close()
      throw error
    }
    return {
      close: () => database.close(),
      prepare: sql => guarded(file, () => toKyselyStatement(file, database, sql)),
    }
  })
}

function toKyselyStatement(file: string, database: DatabaseSync, sql: string): SqliteStatement {
  const statement = database.prepare(sql)
  const bound = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[]
  return {
    reader: statement.columns().length > 0,
    all: parameters => guarded(file, () => statement.all(...bound(parameters))),
    run: parameters => guarded(file, () => statement.run(...bound(parameters))),
    iterate: parameters => guarded(file, () => statement.iterate(...bound(parameters))),
  }
}

/** SQLite gives its side files the mode of the main one, so that must be right before they appear. */
function createForOwnerOnly(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
}

function guarded<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw toStoreError(file, error)
  }
}
