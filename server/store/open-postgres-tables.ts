import { Kysely, PostgresDialect, sql } from 'kysely'
import type { kyselyStore } from './kysely-store.ts'
import { migrateToLatest } from './migrate-to-latest.ts'
import type { OpenedTables } from './open-sqlite-tables.ts'
import { JOBS_APPLICATION, openPostgres, type PostgresAddress } from './postgres-database.ts'
import { StoreError } from './store-error.ts'
import type { Tables } from './tables.ts'

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
