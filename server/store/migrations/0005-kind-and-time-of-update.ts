import type { Kysely } from 'kysely'

type Columns = { kind: string; updated_at_ms: number }
type Table = { recommendations: { id: string; recommendation: string } & Columns }

/** Plans are found without reading everything else, and of two writers the one who saw an older state is told. */
export async function up(db: Kysely<Table>): Promise<void> {
  await db.schema
    .alterTable('recommendations')
    .addColumn('kind', 'text', column => column.notNull().defaultTo(''))
    .execute()
  await db.schema
    .alterTable('recommendations')
    .addColumn('updated_at_ms', 'bigint', column => column.notNull().defaultTo(0))
    .execute()
  const rows = await db.selectFrom('recommendations').select(['id', 'recommendation']).execute()
  for (const { id, recommendation } of rows) {
    const columns = columnsOf(recommendation)
    if (columns === undefined) continue
    await db.updateTable('recommendations').set(columns).where('id', '=', id).execute()
  }
}

/** undefined: it cannot be read, which whoever reads it reports. */
function columnsOf(text: string): Columns | undefined {
  try {
    const { kind, updatedAtMs } = JSON.parse(text)
    return typeof kind === 'string' && typeof updatedAtMs === 'number'
      ? { kind, updated_at_ms: updatedAtMs }
      : undefined
  } catch {
    return undefined
  }
}
