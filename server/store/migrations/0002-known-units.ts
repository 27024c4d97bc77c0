import type { Kysely } from 'kysely'

/** The site's policy units as they were last seen, so that what changed while the service was down is noticed too. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('known_units')
    .addColumn('id', 'text', column => column.primaryKey())
    .addColumn('source', 'text', column => column.notNull())
    .addColumn('checksum', 'text', column => column.notNull())
    .execute()
}
