import type { ClusterSummary } from '../../../shared/api/clusters.ts'
import { useCluster } from '../hosts/use-cluster.ts'
import { RunsCard } from '../runs/runs-card.tsx'
import { ClustersReady } from '../scheduler/clusters-ready.tsx'
import type { ViewProps } from '../scheduler/view-bodies.tsx'
import { PlanButton } from './plan-button.tsx'
import { RecommendationsCard } from './recommendations-card.tsx'
import { useNothingBecause } from './use-nothing-because.ts'
import { useShowRecommendation } from './use-show-recommendation.ts'

/** What should be done, and what is being done. */
export function RecommendationsView(props: ViewProps) {
  return (
    <ClustersReady data={props.data} cluster={props.cluster}>
      {(cluster, clusters) => <Recommendations {...props} cluster={cluster} clusters={clusters} />}
    </ClustersReady>
  )
}

type RecommendationsProps = ViewProps & Readonly<{ cluster: ClusterSummary; clusters: readonly ClusterSummary[] }>

function Recommendations({ data, cluster, clusters, actions, chosenId }: RecommendationsProps) {
  const { recommendations, runs, reloadAll } = data
  const [detail] = useCluster(cluster.id)
  const known = detail.state === 'ready' ? detail.data : undefined
  const showRecommendation = useShowRecommendation(actions)
  const nothingBecause = useNothingBecause(clusters, known)
  return (
    <>
      <RecommendationsCard
        {...actions}
        recommendations={recommendations}
        runs={runs.state === 'ready' ? runs.data : []}
        showsCluster={clusters.length > 1}
        chosenId={chosenId}
        nothingBecause={nothingBecause}
        onRetry={reloadAll}
        action={<PlanButton cluster={known} onMade={reloadAll} onShow={showRecommendation} />}
      />
      <RunsCard runs={runs} onRetry={reloadAll} onPlanned={reloadAll} onShowPlan={showRecommendation} />
    </>
  )
}
