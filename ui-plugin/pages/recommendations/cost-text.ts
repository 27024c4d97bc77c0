import type { MoveRecommendation } from '../../../shared/plan/recommendation.ts'
import { useTexts } from '../../messages/use-texts.tsx'

/** What a move costs, in one phrase. */
export function useCostText(): (recommendation: Pick<MoveRecommendation, 'cost'>) => string {
  const { t, memory, duration } = useTexts()
  return ({ cost: { transferMiB, estimatedSeconds } }) =>
    estimatedSeconds === undefined
      ? t('recs.cost.unknown', { memory: memory(transferMiB) })
      : t('recs.cost', { memory: memory(transferMiB), duration: duration(estimatedSeconds) })
}
