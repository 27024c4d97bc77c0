import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import { NOON_MS } from '../fakes/builders.ts'

/** admin@internal applied rec1 at noon. */
export const anAuditEntry = (over: Partial<AuditEntry> = {}): AuditEntry => ({
  id: 'audit1',
  atMs: NOON_MS,
  by: { id: 'user-admin', name: 'admin@internal' },
  action: 'apply',
  subject: 'rec1',
  detail: {},
  ...over,
})
