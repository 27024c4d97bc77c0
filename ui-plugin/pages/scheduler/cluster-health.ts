import type { ClusterSummary } from '../../../shared/api/clusters.ts'
import { compareNames } from '../../../shared/measure/compare-names.ts'

export type Health = 'good' | 'fair' | 'poor'

/** How a score reads in a word. Below 50 either the fullest host is 90 % used or the spread is above 25 points. */
export function healthOf(score: number): Health {
  if (score >= 75) return 'good'
  return score >= 50 ? 'fair' : 'poor'
}

export type Summary = Readonly<{ within: number; unknown: number; clusters: number; open: number }>

/** For the sentence of status. What is not measured is neither within limits nor beyond them. */
export const summarise = (clusters: readonly ClusterSummary[]): Summary => ({
  within: clusters.filter(({ hostsBeyondLimits }) => hostsBeyondLimits === 0).length,
  unknown: clusters.filter(({ hostsBeyondLimits }) => hostsBeyondLimits === undefined).length,
  clusters: clusters.length,
  open: clusters.reduce((sum, { openRecommendations }) => sum + openRecommendations, 0),
})

/** How near to its limit, or how far beyond it: 1 is at the limit. */
export const pressureOf = ({ hottest, limits }: Pick<ClusterSummary, 'hottest' | 'limits'>): number =>
  hottest === undefined ? 0 : hottest.percent / limitOf(hottest.what, limits)

export const limitOf = (what: 'memory' | 'cpu', limits: ClusterSummary['limits']): number =>
  what === 'memory' ? limits.memoryPercent : limits.cpuPercent

/** The cluster with the host that is nearest to its limit; undefined: nothing is measured. */
export const hottestOf = (clusters: readonly ClusterSummary[]): ClusterSummary | undefined =>
  clusters.filter(({ hottest }) => hottest !== undefined).toSorted((a, b) => pressureOf(b) - pressureOf(a))[0]

/** The one to look at first: most open recommendations, then the lowest score, then by name. */
export function worstOf(clusters: readonly ClusterSummary[]): ClusterSummary | undefined {
  const score = ({ score = 100 }: ClusterSummary) => score
  return clusters.toSorted(
    (a, b) => b.openRecommendations - a.openRecommendations || score(a) - score(b) || compareNames(a.name, b.name),
  )[0]
}
