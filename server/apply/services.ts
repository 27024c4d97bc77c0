/** What the REST API and the cycles may ask of this folder. */

import type { ClusterPolicy, SaveClusterPolicy } from '../../shared/api/cluster-policy.ts'
import type { Explanation, Named, Recommendation } from '../../shared/plan/recommendation.ts'
import type { Run, RunState } from '../../shared/plan/run.ts'
import type { Reason, Skipped } from '../../shared/policy/reason.ts'
import type { RecommendationFilter, StoredRecommendation } from './ports.ts'

/** The newest answer of a cluster's balancer, also when nothing is to move. */
export type Advice = Readonly<{
  clusterId: string
  unitId: string
  because: Reason
  skippedHosts: readonly Skipped[]
  skippedVms: readonly Skipped[]
  atMs: number
}>

/** A recommendation as the planner proposes it: identity, state and times are given here. */
export type Proposal = Readonly<{
  recommendation: Omit<Recommendation, 'id' | 'state' | 'stateReason' | 'runId' | 'createdAtMs' | 'updatedAtMs'>
  explanation: Explanation
}>

export type Recommendations = {
  list(filter: RecommendationFilter): Promise<Recommendation[]>
  /** Throws ApplyError 'not-found'. */
  get(id: string): Promise<StoredRecommendation>
  dismiss(id: string, by: Named, reason: string): Promise<Recommendation>
  /**
   * The newest answer for a cluster: keeps an open recommendation that is still the same move, supersedes the others,
   * adds what is new. A dismissed move is not proposed again until its numbers change or the hold time is over.
   */
  reconcile(clusterId: string, advice: Advice, proposals: readonly Proposal[]): Promise<void>
  findAdvice(clusterId: string): Advice | undefined
}

export type Applier = {
  /** Re-checks against a fresh snapshot, stores the run, starts it. Throws ApplyError with the reason when it may not. */
  apply(recommendationId: string, by: Named): Promise<Run>
  listRuns(filter: Readonly<{ state?: RunState | undefined; limit?: number | undefined }>): Promise<Run[]>
  getRun(id: string): Promise<Run>
  /** Drives every unfinished run one step further; called by a cycle and after a restart. Never rejects. */
  advance(signal: AbortSignal): Promise<void>
}

export type ClusterPolicies = {
  /** `mayEdit` is filled by the caller. Throws ApplyError 'not-found' or 'no-snapshot'. */
  get(clusterId: string): ClusterPolicy
  save(clusterId: string, change: SaveClusterPolicy, by: Named, signal: AbortSignal): Promise<ClusterPolicy>
}

export type ApplyErrorCode =
  | 'not-found'
  | 'no-snapshot'
  | 'state-conflict'
  | 'policy-changed'
  | 'recommendation-stale'
  | 'invalid-request'
  | 'engine-refused'
  | 'engine-unreachable'

/** Why something may not be done. The API's error mapper turns it into a reply; codes are those of shared/api/errors. */
export class ApplyError extends Error {
  readonly code: ApplyErrorCode
  readonly fields: readonly { path: string; problem: string }[]
  constructor(
    code: ApplyErrorCode,
    message: string,
    fields: readonly { path: string; problem: string }[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.name = 'ApplyError'
    this.code = code
    this.fields = fields
  }
}

/** What changed, for whoever watches: called after it is stored. Must not throw. */
export type ChangeListener = {
  onRun(run: Run): void
  onRecommendations(clusterId: string): void
  onPolicy(clusterId: string): void
  /** Policy units came, changed, went, or were quarantined. */
  onUnits(): void
}
