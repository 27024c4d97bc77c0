import type { AuditEntry } from './audit-entry.ts'
import type { Recommendation } from './recommendation.ts'
import type { Run } from './run.ts'

/** From what is kept to what is kept from then on; undefined: it stays. What it throws is thrown, and nothing is written. */
export type Change<S> = (held: S) => Readonly<{ next: S; audit: AuditEntry }> | undefined

/** What becomes of a run: with its recommendation when that ends too, and what the audit says of it. */
export type RunChange = Readonly<{
  run: Run
  recommendation?: Recommendation | undefined
  audit?: AuditEntry | undefined
}>
