import { useEffect, useRef, useState } from 'react'
import type { ClusterSummary } from '../../../shared/api/clusters.ts'
import { clusterIn, watchCluster } from '../../portal/page-address.ts'
import { worstOf } from './cluster-health.ts'

/**
 * The chosen cluster, or the one that the portal opened the page about, or at first the worst. It stays until changed, in every part
 * of the page. undefined: there are no clusters.
 */
export function useShownCluster(
  clusters: readonly ClusterSummary[],
): [ClusterSummary | undefined, (id: string) => void] {
  const [chosenId, choose] = useState(() => clusterIn(window.location.hash))
  const worstId = worstOf(clusters)?.id
  const firstWorstId = useRef<string>(undefined)
  firstWorstId.current ??= worstId
  useEffect(
    () =>
      watchCluster(id => {
        if (id !== undefined) choose(id)
      }),
    [],
  )
  const find = (wanted: string | undefined) => clusters.find(({ id }) => id === wanted)
  return [find(chosenId) ?? find(firstWorstId.current) ?? find(worstId), choose]
}
