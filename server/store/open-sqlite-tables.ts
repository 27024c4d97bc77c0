import { Kysely, SqliteDialect } from 'kysely'
import { checkStoreFile } from './check-store-file.ts'
import type { kyselyStore } from './kysely-store.ts'
import { migrateToLatest } from './migrate-to-latest.ts'
import type { ReportBadRow } from './read-row.ts'
import { openSqliteDatabase } from './sqlite-database.ts'
import type { Tables } from './tables.ts'

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
