import type { Advice } from '../../shared/plan/advice.ts'
import type { AuditEntry, AuditFilter } from '../../shared/plan/audit-entry.ts'
import type { AutomationState } from '../../shared/plan/automation.ts'
import type { Change, RunChange } from '../../shared/plan/change.ts'
import type { Delivery } from '../../shared/plan/delivery.ts'
import type { DisabledUnit } from '../../shared/plan/disabled-unit.ts'
import type { KnownUnit } from '../../shared/plan/known-unit.ts'
import type { Explanation, Recommendation, RecommendationState } from '../../shared/plan/recommendation.ts'
import type {
  RecommendationCount,
  RecommendationFilter,
  RecommendationPage,
  Seen,
  StoredRecommendation,
} from '../../shared/plan/recommendation-query.ts'
import type { Run, RunState } from '../../shared/plan/run.ts'
import type { TouchedHost } from '../../shared/plan/touched-host.ts'
import type { TuningState } from '../../shared/plan/tuning-state.ts'
import type { StoreError, StoreErrorCode } from './store-error.ts'

/** A row that no longer has the shape its table should have. It is left where it is and skipped. */
export type BadRow = Readonly<{ table: string; id: string; problem: string }>

/**
 * `backupAtMs`: of which time the backup is. `damagedFile`: where that which was there before is now. `isTold`: in the engine's
 * events.
 */
export type Restored = Readonly<{ atMs: number; backupAtMs: number; damagedFile?: string | undefined; isTold: boolean }>

/** How many are listed where nobody says. */
export const DEFAULT_LIMIT = 1000

/**
 * Recommendations, runs and the audit. Every write is on the disk when its promise resolves; a rejected one changed
 * nothing. Calls reject with StoreError. `undefined` in a filter means "any"; the default limit is 1000.
 */
export type Store = {
  /** Newest first. */
  listRecommendations(filter: RecommendationFilter): Promise<Recommendation[]>
  /** The same with what follows: a page may be short because a row of it cannot be read. */
  pageRecommendations(filter: RecommendationFilter): Promise<RecommendationPage>
  /** How many rows of these states each cluster has; none where it has none. Rows are counted without being read. */
  countRecommendations(states: readonly RecommendationState[]): Promise<RecommendationCount[]>
  findRecommendation(id: string): Promise<StoredRecommendation | undefined>
  insertRecommendation(stored: StoredRecommendation): Promise<void>
  /** Writes only while the stored one is as it was seen; false: it is not, nothing was written. */
  updateRecommendation(
    next: Recommendation,
    seen: Seen,
    beside?: Readonly<{ explanation?: Explanation; audit?: AuditEntry }>,
  ): Promise<boolean>
  /**
   * One transaction: the open recommendation becomes `next`, the run and the audit entry appear. False as above, and where an unfinished
   * run moves one of its VMs.
   */
  acceptRun(next: Recommendation, run: Run, audit: AuditEntry): Promise<boolean>
  /** Newest first. */
  listRuns(
    filter: Readonly<{ state?: RunState | undefined; sinceMs?: number | undefined; limit?: number | undefined }>,
  ): Promise<Run[]>
  findRun(id: string): Promise<Run | undefined>
  /** Waiting and running ones, oldest first. */
  listUnfinishedRuns(): Promise<Run[]>
  /**
   * One transaction in which nobody else changes the run, on no replica: `change` is pure and says what becomes of it; undefined: nothing.
   * What it throws is thrown, and nothing is written. `amongAll`: nor does another run that asks so, and `change` sees all unfinished ones.
   */
  changeRun(
    id: string,
    change: (run: Run, unfinished: readonly Run[]) => RunChange | undefined,
    options?: Readonly<{ amongAll?: boolean }>,
  ): Promise<RunChange | undefined>
  appendAudit(entry: AuditEntry): Promise<void>
  /** Newest first. */
  listAudit(filter: AuditFilter): Promise<AuditEntry[]>
  readAutomation(): Promise<AutomationState | undefined>
  /** One transaction, in which nobody else changes it; with what is from now on. So are the two below. */
  changeAutomation(change: Change<AutomationState>): Promise<AutomationState>
  readTuning(): Promise<TuningState | undefined>
  changeTuning(change: Change<TuningState>): Promise<TuningState>
  /** Hosts on which something is not as it was found. What cannot be read is reported, and left for a person. */
  listTouchedHosts(): Promise<TouchedHost[]>
  /** Replaces that of the same host; without changes it is forgotten. */
  putTouchedHost(touched: TouchedHost): Promise<void>
  /** Newest first. */
  listDeliveries(filter: Readonly<{ sinceMs?: number | undefined; limit?: number | undefined }>): Promise<Delivery[]>
  /** Replaces the one of the same run. */
  putDelivery(delivery: Delivery): Promise<void>
  /** Deletes what ended before: recommendations and runs that are over, deliveries, audit entries. How many rows. */
  forgetBefore(ms: number): Promise<number>
  listKnownUnits(): Promise<KnownUnit[]>
  /** One transaction: the units known from now on, and the audit of what changed. */
  replaceKnownUnits(units: readonly KnownUnit[], audit: readonly AuditEntry[]): Promise<void>
  /** Those that people have disabled. What cannot be read counts as enabled, which is the stricter of the two. */
  readDisabledUnits(): Promise<readonly DisabledUnit[]>
  changeDisabledUnits(change: Change<readonly DisabledUnit[]>): Promise<readonly DisabledUnit[]>
  /** Of each cluster that was advised on, for replicas that do not do so themselves. What cannot be read is left out. */
  listAdvice(): Promise<Advice[]>
  findAdvice(clusterId: string): Promise<Advice | undefined>
  /** Replaces that of the same cluster. */
  putAdvice(advice: Advice): Promise<void>
  /** When the engine last asked which policy units there are; undefined: never, or it cannot be read. */
  readDiscoveredMs(): Promise<number | undefined>
  writeDiscoveredMs(atMs: number): Promise<void>
  /** When it was last put back to a backup, and the time that the backup is of: what was written between them is lost. */
  readRestored(): Promise<Restored | undefined>
  /** One transaction: with the audit entry when given. */
  writeRestored(restored: Restored, audit?: AuditEntry): Promise<void>
  /** Writes a copy as of one moment into a file that is there and empty; the store serves others meanwhile. */
  copyTo(path: string): Promise<void>
  /** Reads everything. Where something is damaged nothing is written any more until a later look finds it whole. Never rejects. */
  inspect(): Promise<StoreError | undefined>
  /** Writes one row; a store that cannot be written says why. Never rejects. */
  check(): Promise<Readonly<{ writable: true } | { writable: false; code: StoreErrorCode; problem: string }>>
  close(): Promise<void>
}
