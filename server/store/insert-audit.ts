import type { Kysely } from 'kysely'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import type { Tables } from './tables.ts'

/** `db`: a transaction, where the entry belongs to another write. */
export async function insertAudit(db: Kysely<Tables>, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('audit')
    .values({ id: entry.id, at_ms: entry.atMs, entry: JSON.stringify(entry) })
    .execute()
}
