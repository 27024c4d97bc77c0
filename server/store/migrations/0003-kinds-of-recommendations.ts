import type { Kysely } from 'kysely'

type Table = { recommendations: { id: string; recommendation: string } }

/** Every recommendation was a move until there were others. Text that is no JSON stays as it is: reading it reports it. */
export async function up(db: Kysely<Table>): Promise<void> {
  const rows = await db.selectFrom('recommendations').select(['id', 'recommendation']).execute()
  for (const { id, recommendation } of rows) {
    const stored = parse(recommendation)
    if (stored === undefined || 'kind' in stored) continue
    const text = JSON.stringify({ kind: 'move', ...stored })
    await db.updateTable('recommendations').set({ recommendation: text }).where('id', '=', id).execute()
  }
}

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
