import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import type { Named } from '../../shared/plan/named.ts'
import type { Recommendation, RecommendationState } from '../../shared/plan/recommendation.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'
import { auditDetail } from './audit-detail.ts'
import { ApplyError } from './services.ts'

/** What a person has decided about a recommendation, as it is stored and as the audit keeps it. */
export type Decision = Readonly<{
  action: 'dismiss' | 'snooze' | 'wake'
  /** How it is said that it can no longer be done. */
  done: string
  to: RecommendationState
  change: Pick<Recommendation, 'stateReason' | 'snoozedUntilMs'>
  detail: Readonly<Record<string, unknown>>
}>

const DAY_MS = 86_400_000
const MOST_DAYS = 30

/** Puts it aside until it would be another one. */
export const dismissal = (by: Named, why: string): Decision => ({
  action: 'dismiss',
  done: 'dismissed',
  to: 'dismissed',
  change: {
    stateReason: reason('dismissed', `${by.name} dismissed it${why ? `: ${why}` : '.'}`, { user: by.name, why }),
  },
  detail: { why },
})

/** Puts it aside until a time. Throws ApplyError 'invalid-request' for one that is over or too far away. */
export function snooze(by: Named, untilMs: number, nowMs: number): Decision {
  const refuse = (problem: string): never => {
    throw new ApplyError(
      'invalid-request',
      `It cannot be snoozed until then: untilMs ${problem}. Nothing was changed.`,
      [{ path: 'untilMs', problem }],
    )
  }
  if (untilMs <= nowMs) refuse('must be in the future')
  if (untilMs - nowMs > MOST_DAYS * DAY_MS) refuse(`must be within ${MOST_DAYS} days`)
  return {
    action: 'snooze',
    done: 'snoozed',
    to: 'snoozed',
    change: { stateReason: reason('snoozed', `${by.name} snoozed it.`, { user: by.name }), snoozedUntilMs: untilMs },
    detail: { untilMs },
  }
}

/** Takes it back into the list: before its time by a person, by itself when that has come. */
export const waking: Decision = { action: 'wake', done: 'woken', to: 'open', change: {}, detail: {} }

/** The recommendation after a decision; what an earlier one said of it is gone. */
export const decided = (recommendation: Recommendation, { to, change }: Decision, nowMs: number): Recommendation => ({
  ...withoutDecision(recommendation),
  ...change,
  state: to,
  updatedAtMs: nowMs,
})

/** The recommendation that has been overtaken; why stands with it in place of what people decided about it. */
export const superseded = (recommendation: Recommendation, stateReason: Reason, nowMs: number): Recommendation => ({
  ...withoutDecision(recommendation),
  state: 'superseded',
  stateReason,
  updatedAtMs: nowMs,
})

function withoutDecision(recommendation: Recommendation): Recommendation {
  const { stateReason: _why, snoozedUntilMs: _until, ...rest } = recommendation
  return rest
}

/** The decision as the audit keeps it. */
export const decisionAudit = (
  recommendation: Recommendation,
  { action, detail }: Decision,
  made: Pick<AuditEntry, 'id' | 'atMs' | 'by' | 'from'>,
): AuditEntry => ({
  ...made,
  action,
  cluster: recommendation.cluster,
  subject: recommendation.id,
  detail: { ...auditDetail(recommendation), ...detail },
})

/** Of snoozed ones: whose time has come, and who rests on. */
export function bySnooze<R extends Recommendation>(all: readonly R[], nowMs: number): { due: R[]; resting: R[] } {
  const isDue = ({ snoozedUntilMs = 0 }: R) => snoozedUntilMs <= nowMs
  return { due: all.filter(isDue), resting: all.filter(one => !isDue(one)) }
}
