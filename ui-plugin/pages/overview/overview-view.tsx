import { useMemo } from 'react'
import type { ClusterSummary } from '../../../shared/api/clusters.ts'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import type { Remote } from '../../api/use-remote.ts'
import { HostsCard } from '../hosts/hosts-card.tsx'
import { Notices } from '../hosts/notices.tsx'
import { useCluster } from '../hosts/use-cluster.ts'
import { ClustersCard } from '../scheduler/clusters-card.tsx'
import { ClustersReady } from '../scheduler/clusters-ready.tsx'
import type { ViewProps } from '../scheduler/view-bodies.tsx'

/** Is everything all right: every cluster's score and why it is no better, its hosts now and after what is proposed. */
export function OverviewView(props: ViewProps) {
  return (
    <ClustersReady data={props.data} cluster={props.cluster}>
      {(cluster, clusters) => <Overview {...props} cluster={cluster} clusters={clusters} />}
    </ClustersReady>
  )
}

type OverviewProps = ViewProps & Readonly<{ cluster: ClusterSummary; clusters: readonly ClusterSummary[] }>

function Overview({ data, cluster, clusters, onChooseCluster }: OverviewProps) {
  const [detail, reloadDetail] = useCluster(cluster.id)
  const moves = useMovesOf(cluster.id, data.recommendations)
  return (
    <>
      <Notices cluster={cluster.name} notices={cluster.notices} />
      <div className="columns columns-overview">
        <ClustersCard clusters={clusters} shownId={cluster.id} onShow={onChooseCluster} />
        <HostsCard clusterName={cluster.name} cluster={detail} moves={moves} onRetry={reloadDetail} />
      </div>
    </>
  )
}

function useMovesOf(clusterId: string, recommendations: Remote<readonly Recommendation[]>): readonly Recommendation[] {
  return useMemo(
    () =>
      recommendations.state === 'ready' ? recommendations.data.filter(({ cluster }) => cluster.id === clusterId) : [],
    [recommendations, clusterId],
  )
}
