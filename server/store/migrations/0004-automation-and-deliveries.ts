import type { Kysely } from 'kysely'

/** What must outlive a restart beside recommendations and runs: the stop switch with the freezes, and what runs delivered. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('kept_values')
    .addColumn('id', 'text', column => column.primaryKey())
    .addColumn('value', 'text', column => column.notNull())
    .execute()
  await db.schema
    .createTable('deliveries')
    .addColumn('run_id', 'text', column => column.primaryKey())
    .addColumn('ended_at_ms', 'bigint', column => column.notNull())
    .addColumn('delivery', 'text', column => column.notNull())
    .execute()
  await db.schema.createIndex('deliveries_by_time').on('deliveries').column('ended_at_ms').execute()
  await db.schema.createIndex('runs_by_time').on('runs').column('created_at_ms').execute()
}
