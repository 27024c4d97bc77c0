/** What this folder needs from the outside; main joins them. Nothing here knows the engine's REST API or SQL. */
import type { Vm } from '../../shared/model/vm.ts'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import type { Change, RunChange } from '../../shared/plan/change.ts'
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
import type { UnitCall } from './unit-calls.ts'

/** Every write is durable when its promise resolves. */
export type ApplyStore = {
  /** Newest first. */
  listRecommendations(filter: RecommendationFilter): Promise<Recommendation[]>
  pageRecommendations(filter: RecommendationFilter): Promise<RecommendationPage>
  /** How many of these states each cluster has; none where it has none. */
  countRecommendations(states: readonly RecommendationState[]): Promise<RecommendationCount[]>
  findRecommendation(id: string): Promise<StoredRecommendation | undefined>
  insertRecommendation(stored: StoredRecommendation): Promise<void>
  /**
   * Writes `next` only while the stored one is as it was seen; false: somebody was faster, nothing was written. What is
   * given beside it (a newer explanation, an audit entry) is written in the same transaction.
   */
  updateRecommendation(
    next: Recommendation,
    seen: Seen,
    beside?: Readonly<{ explanation?: Explanation; audit?: AuditEntry }>,
  ): Promise<boolean>
  /**
   * One transaction: the recommendation becomes applying, the run and the audit entry appear. False as above, and where an unfinished run
   * moves one of its VMs.
   */
  acceptRun(next: Recommendation, run: Run, audit: AuditEntry): Promise<boolean>
  listRuns(
    filter: Readonly<{ state?: RunState | undefined; sinceMs?: number | undefined; limit?: number | undefined }>,
  ): Promise<Run[]>
  findRun(id: string): Promise<Run | undefined>
  /** Waiting and running ones, oldest first: what must be picked up again after a restart. */
  listUnfinishedRuns(): Promise<Run[]>
  /**
   * One transaction in which nobody else changes the run: `change` is pure and says what becomes of it, undefined: nothing. What it throws
   * is thrown. `amongAll`: nor does any other that asks so, and `change` sees all unfinished ones.
   */
  changeRun(
    id: string,
    change: (run: Run, unfinished: readonly Run[]) => RunChange | undefined,
    options?: Readonly<{ amongAll?: boolean }>,
  ): Promise<RunChange | undefined>
  appendAudit(entry: AuditEntry): Promise<void>
}

export type UnitStore = {
  listKnownUnits(): Promise<KnownUnit[]>
  /** One transaction: the units known from now on, and the audit of what changed. */
  replaceKnownUnits(units: readonly KnownUnit[], audit: readonly AuditEntry[]): Promise<void>
  appendAudit(entry: AuditEntry): Promise<void>
}

/** Which policy units people have disabled; every write is durable when its promise resolves. */
export type UnitSwitchStore = {
  readDisabledUnits(): Promise<readonly DisabledUnit[]>
  /** One transaction, in which nobody else changes them; with those from now on. */
  changeDisabledUnits(change: Change<readonly DisabledUnit[]>): Promise<readonly DisabledUnit[]>
}

/** How one VM stands now, freshly read. undefined: the engine has no such VM. */
export type VmNow = Readonly<Pick<Vm, 'id' | 'name' | 'status' | 'hostId'> & { migrationPercent?: number }>

/** What the engine's events say of one of our requests. */
export type MigrationTrace = Readonly<{ started: boolean; done: boolean; failed: boolean; message?: string }>

/** The engine's answer to a request to change something. A refusal is a value: understood, declined, nothing changed. */
export type EngineAnswer = Readonly<{ ok: true } | { ok: false; detail: string }>

/**
 * `migrate`: ok means started, not finished. Every call throws when the engine could not be asked; for `migrate` that
 * leaves the outcome unknown, so the caller looks (readVm, trace) before it asks again.
 */
export type MigrationPort = {
  migrate(
    request: Readonly<{ vmId: string; toHostId: string; correlationId: string }>,
    signal: AbortSignal,
  ): Promise<EngineAnswer>
  readVm(vmId: string, signal: AbortSignal): Promise<VmNow | undefined>
  /** What became of the request with this correlation id, by the engine's event list. A cancelled one counts as failed. */
  trace(correlationId: string, vmId: string, signal: AbortSignal): Promise<MigrationTrace>
}

/** Stops a VM gently. A refusal is a value; throws when the engine could not be asked, or gave no answer and may have done it. */
export type VmPowerPort = {
  ask(
    call: Readonly<{ vmId: string; request: 'suspend' | 'shutdown'; correlationId: string }>,
    signal: AbortSignal,
  ): Promise<EngineAnswer>
}

/** Entries in the engine's event list. A refusal is a value; throws when the engine could not be asked. */
export type EngineEventPort = {
  post(
    event: Readonly<{
      severity: 'normal' | 'warning' | 'error'
      text: string
      clusterId?: string
      correlationId: string
    }>,
    signal: AbortSignal,
  ): Promise<EngineAnswer>
}

export type ClusterPolicyPort = {
  savePolicy(
    change: Readonly<{
      clusterId: string
      policyId?: string
      properties: Readonly<Record<string, string>>
      correlationId: string
    }>,
    signal: AbortSignal,
  ): Promise<EngineAnswer>
}

type Traced = Readonly<{ correlationId: string; signal: AbortSignal }>

/**
 * Scheduling policies themselves. A refusal is a value. A call throws an error with the code `engine-outcome-unknown` when
 * it was sent and no answer came, and another when the engine could not be asked.
 */
export type PolicyUnitPort = {
  callUnit(policyId: string, call: UnitCall, traced: Traced): Promise<EngineAnswer>
  createPolicy(
    policy: Readonly<{ name: string; description: string }>,
    traced: Traced,
  ): Promise<Readonly<{ ok: true; id: string } | { ok: false; detail: string }>>
  setProperties(policyId: string, properties: Readonly<Record<string, string>>, traced: Traced): Promise<EngineAnswer>
  removePolicy(policyId: string, traced: Traced): Promise<EngineAnswer>
}
