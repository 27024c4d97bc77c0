import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import type { Proposal } from '../../apply/services.ts'

/** What was recommended of single moves and hosts, and what comes of the same snapshot now. */
export type ComparedAdvice = Readonly<{
  /** In both. */
  same: readonly string[]
  /** Was open then and is not asked for now. */
  onlyThen: readonly string[]
  /** Is asked for now and was not open then: it may have been held back, dismissed or snoozed. */
  onlyNow: readonly string[]
}>

/** `then`: those that were open for this snapshot. */
export function compareAdvice(then: readonly Recommendation[], now: readonly Proposal[]): ComparedAdvice {
  const before = new Set(then.flatMap(askedFor))
  const after = new Set(now.flatMap(({ recommendation }) => askedFor(recommendation)))
  return {
    same: [...before].filter(one => after.has(one)),
    onlyThen: [...before].filter(one => !after.has(one)),
    onlyNow: [...after].filter(one => !before.has(one)),
  }
}

function askedFor(one: Recommendation | Proposal['recommendation']): string[] {
  if (one.kind === 'move') return [`${one.vm.name}: ${one.from.name} → ${one.to.name} (${one.unitId})`]
  return one.kind === 'host' ? [`${one.host.name}: ${one.action} (${one.unitId})`] : []
}
