/** What the REST API and the cycles may ask of this folder. */

import type { ClusterPolicy, SaveClusterPolicy } from '../../shared/api/cluster-policy.ts'
import type { CopyPolicy, EditedContent, PolicyUnits, SavePolicyUnits } from '../../shared/api/policy-units.ts'
import type { Advice, HeldBack } from '../../shared/plan/advice.ts'
import type { Doer } from '../../shared/plan/doer.ts'
import type { Named } from '../../shared/plan/named.ts'
import type {
  Explanation,
  HostRecommendation,
  MoveRecommendation,
  Recommendation,
  RecommendationState,
} from '../../shared/plan/recommendation.ts'
import type {
  RecommendationCount,
  RecommendationFilter,
  RecommendationPage,
  StoredRecommendation,
} from '../../shared/plan/recommendation-query.ts'
import type { Run, RunState } from '../../shared/plan/run.ts'
import type { Refusal } from './refusals.ts'

export type { Advice, HeldBack }

/** Who applies what nobody approved: the service itself, in automatic mode. */
export const service: Named = { id: 'ovirt-scheduler', name: 'ovirt-scheduler' }
export const isService = ({ id }: Named): boolean => id === service.id

/** The service made the plan by itself; one that a person has asked for is theirs to begin. */
export const isOwnPlan = (one: Recommendation): boolean =>
  one.kind === 'plan' && one.requestedBy !== undefined && isService(one.requestedBy)

/** A recommendation as the planner proposes it: identity, state and times are given here. */
type New<R extends Recommendation> = Omit<R, 'id' | 'state' | 'stateReason' | 'runId' | 'createdAtMs' | 'updatedAtMs'>
export type Proposal = Readonly<{
  recommendation: New<MoveRecommendation> | New<HostRecommendation>
  explanation: Explanation
}>

export type Recommendations = {
  list(filter: RecommendationFilter): Promise<Recommendation[]>
  page(filter: RecommendationFilter): Promise<RecommendationPage>
  /** How many of these states each cluster has; none where it has none. */
  count(states: readonly RecommendationState[]): Promise<RecommendationCount[]>
  /** Throws ApplyError 'not-found'. */
  get(id: string): Promise<StoredRecommendation>
  dismiss(id: string, by: Doer, reason: string): Promise<Recommendation>
  /**
   * Puts it aside until a time, at which it comes back by itself if it is still asked for, and a plan if a person has had it
   * made. Throws ApplyError 'invalid-request' naming `untilMs`, 'not-found' or 'state-conflict'.
   */
  snooze(id: string, by: Doer, untilMs: number): Promise<Recommendation>
  /** Ends a snooze early. A plan of the service's own is then that person's to begin. */
  wake(id: string, by: Doer): Promise<Recommendation>
  /**
   * The newest answer for a cluster: keeps an open recommendation that is still the same move, supersedes the others,
   * adds what is new. A dismissed move is not proposed again until its numbers change or the hold time is over, a snoozed
   * one until its time has come.
   */
  reconcile(clusterId: string, advice: Advice, proposals: readonly Proposal[]): Promise<void>
  /** Supersedes whatever is open or snoozed in clusters that are gone: nobody else would ever close it. */
  closeAllBut(clusters: Readonly<{ has(clusterId: string): boolean }>): Promise<void>
  findAdvice(clusterId: string): Advice | undefined
  /** Of a cluster on which another replica advises. */
  learnAdvice(advice: Advice): void
  /** What the engine has refused in this cluster and still counts, newest first; a restart forgets none. */
  refusals(clusterId: string): Promise<readonly Refusal[]>
}

export type Applier = {
  /** Re-checks against a fresh snapshot, stores the run, starts it. Throws ApplyError with the reason when it may not. */
  apply(recommendationId: string, by: Doer): Promise<Run>
  /** What has not started never will; what is under way goes on. Throws ApplyError 'not-found' or 'state-conflict'. */
  cancel(runId: string, by: Doer): Promise<Run>
  listRuns(
    filter: Readonly<{ state?: RunState | undefined; sinceMs?: number | undefined; limit?: number | undefined }>,
  ): Promise<Run[]>
  getRun(id: string): Promise<Run>
  /** Drives every unfinished run one step further; called by a cycle and after a restart. Never rejects. */
  advance(signal: AbortSignal): Promise<void>
}

/** What somebody may do with a thing is not for this folder to say. */
type Held<T> = Omit<T, 'mayEdit' | 'permissionNeeded'>
export type HeldClusterPolicy = Held<ClusterPolicy>
export type HeldPolicyUnits = Held<PolicyUnits>

export type ClusterPolicies = {
  /** Throws ApplyError 'not-found' or 'no-snapshot'. */
  get(clusterId: string): HeldClusterPolicy
  save(clusterId: string, change: SaveClusterPolicy, by: Doer, signal: AbortSignal): Promise<HeldClusterPolicy>
}

/** All throw ApplyError: 'not-found', 'no-snapshot', and what saving may meet. */
export type PolicyContents = {
  get(policyId: string): HeldPolicyUnits
  /** Throws 'invalid-request' with what is wrong, unit by unit. */
  check(policyId: string, content: EditedContent): void
  save(policyId: string, change: SavePolicyUnits, by: Doer, signal: AbortSignal): Promise<HeldPolicyUnits>
  /** A policy with the same units and properties under another name, which may be changed. */
  copy(asked: CopyPolicy, by: Doer, signal: AbortSignal): Promise<HeldPolicyUnits>
}

export type ApplyErrorCode =
  | 'not-found'
  | 'no-snapshot'
  | 'state-conflict'
  | 'policy-changed'
  | 'recommendation-stale'
  | 'settings-forbid'
  | 'not-applicable'
  | 'no-plan'
  | 'invalid-request'
  | 'partly-saved'
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
