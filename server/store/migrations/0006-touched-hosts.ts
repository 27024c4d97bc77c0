import type { Kysely } from 'kysely'

/** What was found on hosts before it was changed, so that it is given back after a crash too. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('touched_hosts')
    .addColumn('host_id', 'text', column => column.primaryKey())
    .addColumn('changes', 'text', column => column.notNull())
    .execute()
}
