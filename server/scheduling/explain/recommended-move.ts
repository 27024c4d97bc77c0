import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import type { MoveState } from './move-state.ts'

/** What the newest recommendation that moves a VM says of it: a move of its own, or the first step of a plan. Newest first in. */
export function recommendedMove(
  vmId: string,
  recommendations: readonly Recommendation[],
): MoveState['recommendation'] | undefined {
  for (const recommendation of recommendations) {
    if (recommendation.kind === 'move' && recommendation.vm.id === vmId) return recommendation
    if (recommendation.kind !== 'plan') continue
    const step = recommendation.plan.steps.find(({ vm }) => vm.id === vmId)
    if (step === undefined) continue
    const { state, stateReason } = recommendation
    return {
      state,
      because: step.because,
      to: step.to,
      ...(stateReason && { stateReason }),
      cost: { transferMiB: step.transferMiB, estimatedSeconds: step.endsAtS - step.startsAtS },
      effects: [],
      isPlanned: true,
    }
  }
  return undefined
}
