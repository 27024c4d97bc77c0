import type { Kysely } from 'kysely'

/** bigint: PostgreSQL's integer ends at 2^31, before today's milliseconds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('recommendations')
    .addColumn('id', 'text', column => column.primaryKey())
    .addColumn('cluster_id', 'text', column => column.notNull())
    .addColumn('state', 'text', column => column.notNull())
    .addColumn('created_at_ms', 'bigint', column => column.notNull())
    .addColumn('recommendation', 'text', column => column.notNull())
    .addColumn('explanation', 'text', column => column.notNull())
    .execute()
  await db.schema
    .createIndex('recommendations_by_cluster')
    .on('recommendations')
    .columns(['cluster_id', 'state', 'created_at_ms'])
    .execute()
  await db.schema
    .createIndex('recommendations_by_state')
    .on('recommendations')
    .columns(['state', 'created_at_ms'])
    .execute()

  await db.schema
    .createTable('runs')
    .addColumn('id', 'text', column => column.primaryKey())
    .addColumn('state', 'text', column => column.notNull())
    .addColumn('created_at_ms', 'bigint', column => column.notNull())
    .addColumn('run', 'text', column => column.notNull())
    .execute()
  await db.schema.createIndex('runs_by_state').on('runs').columns(['state', 'created_at_ms']).execute()

  await db.schema
    .createTable('audit')
    .addColumn('id', 'text', column => column.primaryKey())
    .addColumn('at_ms', 'bigint', column => column.notNull())
    .addColumn('entry', 'text', column => column.notNull())
    .execute()
  await db.schema.createIndex('audit_by_time').on('audit').column('at_ms').execute()

  await db.schema
    .createTable('write_check')
    .addColumn('id', 'text', column => column.primaryKey())
    .addColumn('writes', 'bigint', column => column.notNull())
    .execute()
}
