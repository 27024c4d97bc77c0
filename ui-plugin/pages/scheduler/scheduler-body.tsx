import { useEffect, useMemo, useState } from 'react'
import type { ClusterDetail, ClusterSummary } from '../../../shared/api/clusters.ts'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import type { Run } from '../../../shared/plan/run.ts'
import type { Remote } from '../../api/use-remote.ts'
import { clusterIn, watchCluster } from '../../portal/page-address.ts'
import { HostsCard } from '../hosts/hosts-card.tsx'
import { Notices } from '../hosts/notices.tsx'
import { useCluster } from '../hosts/use-cluster.ts'
import { PlanButton } from '../recommendations/plan-button.tsx'
import { RecommendationsCard } from '../recommendations/recommendations-card.tsx'
import type { RowActions } from '../recommendations/row-state.tsx'
import { useNothingBecause } from '../recommendations/use-nothing-because.ts'
import { useShowRecommendation } from '../recommendations/use-show-recommendation.ts'
import { RunsCard } from '../runs/runs-card.tsx'
import { worstOf } from './cluster-health.ts'
import { ClustersCard } from './clusters-card.tsx'

export type SchedulerBodyProps = Readonly<{
  clusters: readonly ClusterSummary[]
  recommendations: Remote<readonly Recommendation[]>
  runs: Remote<readonly Run[]>
  actions: RowActions
  chosenId: string | undefined
  onRetry: () => void
}>

export function SchedulerBody({ clusters, recommendations, runs, actions, chosenId, onRetry }: SchedulerBodyProps) {
  const [shown, choose] = useShownCluster(clusters)
  const [cluster, reloadCluster] = useCluster(shown.id)
  const moves = useMovesOf(shown.id, recommendations)
  const showRecommendation = useShowRecommendation(actions)
  const nothingBecause = useNothingBecause(clusters, dataOf(cluster))
  return (
    <>
      <Notices cluster={shown.name} notices={shown.notices} />
      <div className="columns columns-overview">
        <ClustersCard clusters={clusters} shownId={shown.id} onShow={choose} />
        <HostsCard clusterName={shown.name} cluster={cluster} moves={moves} onRetry={reloadCluster} />
      </div>
      <RecommendationsCard
        {...actions}
        recommendations={recommendations}
        runs={runs.state === 'ready' ? runs.data : []}
        showsCluster={clusters.length > 1}
        chosenId={chosenId}
        nothingBecause={nothingBecause}
        onRetry={onRetry}
        action={<PlanButton cluster={dataOf(cluster)} onMade={onRetry} onShow={showRecommendation} />}
      />
      <RunsCard runs={runs} onRetry={onRetry} onPlanned={onRetry} onShowPlan={showRecommendation} />
    </>
  )
}

const dataOf = (cluster: Remote<ClusterDetail>) => (cluster.state === 'ready' ? cluster.data : undefined)

/** The chosen cluster, or the one that the portal opened the page about, or at first the worst. It stays until changed. */
function useShownCluster(clusters: readonly ClusterSummary[]): [ClusterSummary, (id: string) => void] {
  const [shownId, setShownId] = useState(() => clusterIn(window.location.hash) ?? worstOf(clusters)?.id)
  useEffect(
    () =>
      watchCluster(id => {
        if (id !== undefined) setShownId(id)
      }),
    [],
  )
  const shown = clusters.find(({ id }) => id === shownId) ?? worstOf(clusters)
  if (shown === undefined) throw new Error('the page shows a body only when there are clusters')
  return [shown, setShownId]
}

function useMovesOf(clusterId: string, recommendations: Remote<readonly Recommendation[]>): readonly Recommendation[] {
  return useMemo(
    () =>
      recommendations.state === 'ready' ? recommendations.data.filter(({ cluster }) => cluster.id === clusterId) : [],
    [recommendations, clusterId],
  )
}
