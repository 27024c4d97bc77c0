import { Kysely, PostgresDialect, SqliteDialect, sql } from 'kysely'
import { checkStoreFile } from './check-store-file.ts'
import { kyselyStore } from './kysely-store.ts'
import { migrateToLatest } from './migrate-to-latest.ts'
import { JOBS_APPLICATION, openPostgres, type PostgresAddress } from './postgres-database.ts'
import type { ReportBadRow } from './read-row.ts'
import { openSqliteDatabase } from './sqlite-database.ts'
import type { Store } from './store.ts'
import { StoreError } from './store-error.ts'
import type { Tables } from './tables.ts'

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
  return kyselyStore(...(await openPostgresTables(options.address, options.connections)).forStore(options.reportBadRow))
}

/** The tables of a store, up to date. */
export type OpenedTables = Readonly<{
  db: Kysely<Tables>
  name: string
  /** How many connections of services there are. */
  users(): Promise<number>
  forStore(report: ReportBadRow): Parameters<typeof kyselyStore>
}>

export async function openSqliteTables(file: string): Promise<OpenedTables> {
  // Opening writes the log into the file, which one that is damaged had better be spared.
  if (file !== ':memory:') checkStoreFile(file)
  const database = openSqliteDatabase(file)
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })
  try {
    await migrateToLatest(db, file)
  } catch (error) {
    database.close()
    throw error
  }
  return { db, name: file, users: async () => 0, forStore: report => [db, report, database] }
}

/** Few: replicas and a pool of their own for jobs share what the server allows, 100 unless somebody changed that. */
const CONNECTIONS = 8

export async function openPostgresTables(address: PostgresAddress, connections = CONNECTIONS): Promise<OpenedTables> {
  const { pool, name } = await openPostgres(address, connections)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  try {
    await migrateToLatest(db, name, address.schema)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return { db, name, users: () => jobConnections(db), forStore: report => [db, report, keptByServer(name)] }
}

/** Every running service has some for what replicas share; commands have none. */
async function jobConnections(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from pg_stat_activity
    where datname = current_database() and application_name = ${JOBS_APPLICATION}`.execute(db)
  return rows[0]?.count ?? 0
}

/** Its pages and copies are the server's business. */
const keptByServer = (name: string): Parameters<typeof kyselyStore>[2] => ({
  inspect: () => undefined,
  damage: () => undefined,
  async copyTo() {
    throw new StoreError('store-failed', name, `${name} is backed up by PostgreSQL's own means, e.g. pg_dump.`)
  },
})
