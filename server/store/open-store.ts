import { kyselyStore } from './kysely-store.ts'
import { openSqliteTables } from './open-sqlite-tables.ts'
import type { PostgresAddress } from './postgres-database.ts'
import type { ReportBadRow } from './read-row.ts'
import type { Store } from './store.ts'

/**
 * Opens the store in a SQLite file, created with its folder when absent and readable by its owner only; `:memory:` keeps
 * nothing. One process at a time. Throws StoreError: folder not writable, disk full, not a database, damaged, in use, or written
 * by a newer version. A file that is refused is as it was.
 */
export async function openStore(options: Readonly<{ file: string; reportBadRow: ReportBadRow }>): Promise<Store> {
  return kyselyStore(...(await openSqliteTables(options.file)).forStore(options.reportBadRow))
}

/**
 * Opens the store in a schema of a PostgreSQL database, made when absent. Any number of processes at a time, also while they start: one
 * brings the tables up to date, the others wait for it. Throws StoreError: no answer, refused, or written by a newer version.
 */
export async function openPostgresStore(
  options: Readonly<{ address: PostgresAddress; connections?: number; reportBadRow: ReportBadRow }>,
): Promise<Store> {
  // Most have SQLite, and need not wait until this is loaded.
  const { openPostgresTables } = await import('./open-postgres-tables.ts')
  return kyselyStore(...(await openPostgresTables(options.address, options.connections)).forStore(options.reportBadRow))
}
