import { useRef } from 'react'
import type { ClusterSummary } from '../../../shared/api/clusters.ts'
import { worstOf } from './cluster-health.ts'

/** The chosen cluster, or what was the worst at first: it stays until another is chosen. undefined: there are no clusters. */
export function useShownCluster(
  clusters: readonly ClusterSummary[],
  chosenId: string | undefined,
): ClusterSummary | undefined {
  const worstId = worstOf(clusters)?.id
  const firstWorstId = useRef<string>(undefined)
  firstWorstId.current ??= worstId
  const find = (wanted: string | undefined) => clusters.find(({ id }) => id === wanted)
  return find(chosenId) ?? find(firstWorstId.current) ?? find(worstId)
}
