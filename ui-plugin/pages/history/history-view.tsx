import { useShowRecommendation } from '../recommendations/use-show-recommendation.ts'
import { RunsCard } from '../runs/runs-card.tsx'
import type { ViewProps } from '../scheduler/view-bodies.tsx'

/** What was done, by whom, and what came of it. */
export function HistoryView({ data: { runs, reloadAll }, actions }: ViewProps) {
  const showRecommendation = useShowRecommendation(actions)
  return <RunsCard runs={runs} onRetry={reloadAll} onPlanned={reloadAll} onShowPlan={showRecommendation} />
}
