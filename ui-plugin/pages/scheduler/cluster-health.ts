import type { ClusterSummary } from '../../../shared/api/clusters.ts'

export type Health = 'good' | 'fair' | 'poor'

/** How a score reads in a word. Below 50 either the fullest host is 90 % used or the spread is above 25 points. */
export function healthOf(score: number): Health {
  if (score >= 75) return 'good'
  return score >= 50 ? 'fair' : 'poor'
}

/** The codes of the balancer's answers that mean: no host is beyond a limit. */
const within = new Set(['no-host-below-minimum'])

/** For the sentence of status. A cluster without an answer yet is not counted as within limits. */
export const summarise = (clusters: readonly ClusterSummary[]): { within: number; clusters: number; open: number } => ({
  within: clusters.filter(isWithinLimits).length,
  clusters: clusters.length,
  open: clusters.reduce((sum, { openRecommendations }) => sum + openRecommendations, 0),
})

export const isWithinLimits = ({ advice, openRecommendations }: ClusterSummary): boolean =>
  openRecommendations === 0 && advice !== undefined && within.has(advice.code)

/** The one to look at first: most open recommendations, then the lowest score, then by name. */
export function worstOf(clusters: readonly ClusterSummary[]): ClusterSummary | undefined {
  const score = ({ score = 100 }: ClusterSummary) => score
  return clusters.toSorted(
    (a, b) => b.openRecommendations - a.openRecommendations || score(a) - score(b) || a.name.localeCompare(b.name),
  )[0]
}
