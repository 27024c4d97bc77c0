import { Kysely, SqliteDialect } from 'kysely'
import { checkStoreFile } from './check-store-file.ts'
import { kyselyStore } from './kysely-store.ts'
import { migrateToLatest } from './migrate-to-latest.ts'
import type { ReportBadRow } from './read-row.ts'
import { openSqliteDatabase } from './sqlite-database.ts'
import type { Store } from './store.ts'
import type { Tables } from './tables.ts'

/**
 * Opens the store in a SQLite file, created with its folder when absent and readable by its owner only; `:memory:` keeps
 * nothing. One process at a time. Throws StoreError: folder not writable, disk full, not a database, damaged, in use, or written
 * by a newer version. A file that is refused is as it was.
 */
export async function openStore(options: Readonly<{ file: string; reportBadRow: ReportBadRow }>): Promise<Store> {
  // Opening writes the log into the file, which one that is damaged had better be spared.
  if (options.file !== ':memory:') checkStoreFile(options.file)
  const database = openSqliteDatabase(options.file)
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })
  try {
    await migrateToLatest(db, options.file)
  } catch (error) {
    database.close()
    throw error
  }
  return kyselyStore(db, options.reportBadRow, database)
}
