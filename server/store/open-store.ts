import { Kysely, SqliteDialect } from 'kysely'
import { kyselyStore } from './kysely-store.ts'
import { migrateToLatest } from './migrate-to-latest.ts'
import type { ReportBadRow } from './read-row.ts'
import { openSqliteDatabase } from './sqlite-database.ts'
import type { Store } from './store.ts'
import type { Tables } from './tables.ts'

/**
 * Opens the store in a SQLite file, created with its folder when absent and readable by its owner only; `:memory:` keeps
 * nothing. One process at a time. Throws StoreError: folder not writable, disk full, not a database, in use, or written
 * by a newer version.
 */
export async function openStore(options: Readonly<{ file: string; reportBadRow: ReportBadRow }>): Promise<Store> {
  const database = openSqliteDatabase(options.file)
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })
  try {
    await migrateToLatest(db, options.file)
  } catch (error) {
    database.close()
    throw error
  }
  return kyselyStore(db, options.reportBadRow)
}
