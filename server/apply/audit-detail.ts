import type { Recommendation } from '../../shared/plan/recommendation.ts'

/** What a recommendation asks for, as the audit keeps it. */
export function auditDetail(recommendation: Recommendation): Readonly<Record<string, unknown>> {
  if (recommendation.kind === 'host') return { host: recommendation.host, action: recommendation.action }
  if (recommendation.kind === 'plan') {
    const { objective, steps } = recommendation.plan
    return { objective: objective.kind, moves: steps.length }
  }
  const { vm, from, to } = recommendation
  return { vm, from, to }
}
