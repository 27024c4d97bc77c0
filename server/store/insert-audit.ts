import type { Kysely } from 'kysely'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import { currentTrace } from '../telemetry/trace.ts'
import type { Tables } from './tables.ts'

/** `db`: a transaction, where the entry belongs to another write. The entry is of the trace that is under way: whoever writes one need not know. */
export async function insertAudit(db: Kysely<Tables>, entry: AuditEntry): Promise<void> {
  const traceId = currentTrace()?.traceId
  await db
    .insertInto('audit')
    .values({ id: entry.id, at_ms: entry.atMs, entry: JSON.stringify({ ...entry, ...(traceId && { traceId }) }) })
    .execute()
}
