import { useCluster } from '../hosts/use-cluster.ts'
import { RunsCard } from '../runs/runs-card.tsx'
import { ClusterPicker } from '../scheduler/cluster-picker.tsx'
import { ofCluster } from '../scheduler/of-cluster.tsx'
import { PlanButton } from './plan-button.tsx'
import { RecommendationsCard } from './recommendations-card.tsx'
import { useNothingBecause } from './use-nothing-because.ts'
import { useShowRecommendation } from './use-show-recommendation.ts'

/** What should be done, and what is being done. */
export const RecommendationsView = ofCluster(function Recommendations(props) {
  const { data, cluster, clusters, actions, chosenId, onChooseCluster } = props
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
        hasTools
        nothingBecause={nothingBecause}
        onRetry={reloadAll}
        action={
          <>
            <ClusterPicker clusters={clusters} shownId={cluster.id} onShow={onChooseCluster} />
            <PlanButton cluster={known} onMade={reloadAll} onShow={showRecommendation} />
          </>
        }
      />
      <RunsCard runs={runs} onRetry={reloadAll} onPlanned={reloadAll} onShowPlan={showRecommendation} />
    </>
  )
})
