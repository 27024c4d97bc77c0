/**
 * The tables as kysely sees them. One schema for SQLite and PostgreSQL: ids are text, times integer milliseconds, values
 * JSON text. A column beside the JSON exists only because a query needs it, and is written together with it.
 */
export type RecommendationRow = {
  id: string
  cluster_id: string
  state: string
  kind: string
  created_at_ms: number
  updated_at_ms: number
  recommendation: string
  explanation: string
}

export type RunRow = {
  id: string
  state: string
  created_at_ms: number
  run: string
}

export type AuditRow = {
  id: string
  at_ms: number
  entry: string
}

export type KnownUnitRow = { id: string; source: string; checksum: string }

export type KeptValueRow = { id: string; value: string }

export type DeliveryRow = { run_id: string; ended_at_ms: number; delivery: string }

export type TouchedHostRow = { host_id: string; changes: string }

/** One row that the health check rewrites, since only a write shows that the store can be written. */
export type WriteCheckRow = { id: string; writes: number }

/** Taken by whoever decides from what others write too; how often is of no meaning. */
export type TurnRow = { id: string; taken: number }

export type Tables = {
  recommendations: RecommendationRow
  runs: RunRow
  audit: AuditRow
  known_units: KnownUnitRow
  kept_values: KeptValueRow
  deliveries: DeliveryRow
  touched_hosts: TouchedHostRow
  turns: TurnRow
  write_check: WriteCheckRow
}
