import type { Kysely } from 'kysely'

/**
 * Rows that whoever changes something together with others takes first: what is decided from what is stored is written before the next
 * one decides, on whichever replica.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('turns')
    .addColumn('id', 'text', column => column.primaryKey())
    .addColumn('taken', 'bigint', column => column.notNull())
    .execute()
}
