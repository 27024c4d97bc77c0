import type { Plan } from '../../../shared/plan/plan.ts'
import type { PlanRecommendation, Recommendation } from '../../../shared/plan/recommendation.ts'

/** What would leave a host or switch it: moves from it, plans with such moves, and what is asked of the host itself. */
export function concernsHost(hostId: string): (recommendation: Recommendation) => boolean {
  return recommendation => {
    if (recommendation.kind === 'move') return recommendation.from.id === hostId
    if (recommendation.kind === 'host') return recommendation.host.id === hostId
    return recommendation.plan.steps.some(({ from }) => from.id === hostId)
  }
}

/** The VMs that a plan takes away from a host for good; what it moves elsewhere to make room is none of them. */
export function leavingVms(hostId: string, { steps, blocked }: Plan): number {
  const stays = new Set(blocked.map(({ id }) => id))
  return new Set(steps.flatMap(({ from, vm }) => (from.id === hostId && !stays.has(vm.id) ? vm.id : []))).size
}

/** The newest plan that was made to empty this host. */
export function evacuationOf(hostId: string, all: readonly Recommendation[]): PlanRecommendation | undefined {
  return all
    .filter(recommendation => recommendation.kind === 'plan')
    .filter(({ plan: { objective } }) => objective.kind === 'evacuate' && objective.hostIds.includes(hostId))
    .toSorted((a, b) => b.createdAtMs - a.createdAtMs)[0]
}
