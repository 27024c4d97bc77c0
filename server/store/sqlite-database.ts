/** node:sqlite behind kysely's SQLite dialect. The only file that knows the driver: its class is to be renamed. */
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { backup, DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { SqliteDatabase, SqliteStatement } from 'kysely'
import { damaged, faultsOf } from './check-store-file.ts'
import { type StoreError, toStoreError } from './store-error.ts'

export type OpenedDatabase = SqliteDatabase &
  Readonly<{
    /** Writes a copy as of one moment into a file that is there and empty. Others are served meanwhile. */
    copyTo(path: string): Promise<void>
    /** Reads every page. What is wrong is told from then on, and nothing written, until nothing is found wrong. */
    inspect(): void
    /** The damage last met; undefined: none. */
    damage(): StoreError | undefined
  }>

/** Pages copied at a time, 4 KiB each: what a call may have to wait for. */
const COPY_PAGES = 256

/**
 * Opens or creates the file, for its owner only. Every commit is on the disk when it returns (WAL, synchronous=FULL).
 * The lock is exclusive: two services on one file would each believe that they alone drive the runs in it.
 * Throws StoreError.
 */
export function openSqliteDatabase(file: string): OpenedDatabase {
  let damage: StoreError | undefined

  /** Once a page was found damaged, more may be: what is written then may be lost with the file, so nothing is accepted. */
  function guarded<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      const told = toStoreError(file, error)
      if (told.code === 'store-damaged') damage ??= told
      throw told
    }
  }

  function toStatement(database: DatabaseSync, sql: string): SqliteStatement {
    const statement = database.prepare(sql)
    const bound = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[]
    const mayRun = /^\s*(select|begin|commit|rollback|pragma)/i.test(sql)
    const refuseWrites = () => {
      if (damage !== undefined && !mayRun) throw damage
    }
    return {
      reader: statement.columns().length > 0,
      all: parameters =>
        guarded(() => {
          refuseWrites()
          return statement.all(...bound(parameters))
        }),
      run: parameters =>
        guarded(() => {
          refuseWrites()
          // A full disk has made SQLite roll back by itself.
          if (sql === 'rollback' && !database.isTransaction) return { changes: 0, lastInsertRowid: 0 }
          return statement.run(...bound(parameters))
        }),
      iterate: parameters => guarded(() => statement.iterate(...bound(parameters))),
    }
  }

  return guarded(() => {
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
      prepare: sql => guarded(() => toStatement(database, sql)),
      async copyTo(path) {
        try {
          await backup(database, path, { rate: COPY_PAGES })
          makeOneFile(path)
        } catch (error) {
          throw toStoreError(path, error)
        }
      },
      inspect() {
        try {
          const faults = faultsOf(database)
          damage = faults === undefined ? undefined : damaged(file, faults)
        } catch (error) {
          damage = toStoreError(file, error)
        }
      },
      damage: () => damage,
    }
  })
}

/** A copy says that it has a log beside it, as the original has; it is to be one file that can be read where nothing can be written. */
function makeOneFile(path: string): void {
  const copy = new DatabaseSync(path, { timeout: 0 })
  try {
    copy.exec('pragma journal_mode = delete')
  } finally {
    copy.close()
  }
}

/** SQLite gives its side files the mode of the main one, so that must be right before they appear. */
function createForOwnerOnly(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
}
