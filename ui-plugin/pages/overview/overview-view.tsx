import { useMemo, useRef } from 'react'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import type { Remote } from '../../api/use-remote.ts'
import { densityFor } from '../../components/host-bars/host-load.ts'
import { HostsCard } from '../hosts/hosts-card.tsx'
import { Notices } from '../hosts/notices.tsx'
import { useCluster } from '../hosts/use-cluster.ts'
import { ClustersCard } from '../scheduler/clusters-card.tsx'
import { ofCluster } from '../scheduler/of-cluster.tsx'
import { ChecksLine } from './checks-line.tsx'
import { Costs } from './costs.tsx'
import { LastRuns } from './last-runs.tsx'
import { NextStep } from './next-step.tsx'
import { SelfCheck } from './self-check.tsx'
import { UnhappyVms } from './unhappy-vms.tsx'
import { useChecks } from './use-checks.ts'
import { useClusterHealth } from './use-cluster-health.ts'
import { useHealth } from './use-health.ts'

/** Is everything all right: every cluster's score and why it is no better, its hosts now and after what is proposed. */
export const OverviewView = ofCluster(function Overview({ data, cluster, clusters, actions, onChooseCluster, onShow }) {
  const [detail, reloadDetail] = useCluster(cluster.id)
  const [health, reloadHealth] = useClusterHealth(cluster.id)
  const [service] = useHealth()
  const recommendations = useRecommendationsOf(cluster.id, data.recommendations)
  const checks = useChecks({ health: service, units: data.units, automation: data.automation, cluster, detail })
  const checksTitle = useRef<HTMLElement>(null)
  const selfCheck = <SelfCheck checks={checks} titleRef={checksTitle} onShow={onShow} />
  // Hundreds of hosts take more height than the clusters, so the checks fill what would be left empty beside them.
  const isTall = densityFor(cluster.hosts) === 'grid'
  return (
    <>
      <Notices cluster={cluster.name} notices={cluster.notices} />
      <div className="columns columns-overview">
        <div className="column">
          <ClustersCard clusters={clusters} shownId={cluster.id} onShow={onChooseCluster}>
            <Costs cluster={cluster} health={health} onRetry={reloadHealth} />
            <NextStep cluster={cluster} recommendations={recommendations} data={data} actions={actions} onShow={onShow}>
              <ChecksLine checks={checks} onShow={() => checksTitle.current?.focus()} />
            </NextStep>
          </ClustersCard>
          {isTall && selfCheck}
        </div>
        <div className="column column-hosts">
          <HostsCard
            clusterName={cluster.name}
            cluster={detail}
            recommendations={recommendations}
            onRetry={reloadDetail}
          />
          <UnhappyVms cluster={cluster} health={health} onRetry={reloadHealth} />
        </div>
      </div>
      <LastRuns runs={data.runs} onRetry={data.reloadAll} onShow={onShow} />
      {!isTall && selfCheck}
    </>
  )
})

function useRecommendationsOf(
  clusterId: string,
  recommendations: Remote<readonly Recommendation[]>,
): readonly Recommendation[] {
  return useMemo(
    () =>
      recommendations.state === 'ready' ? recommendations.data.filter(({ cluster }) => cluster.id === clusterId) : [],
    [recommendations, clusterId],
  )
}
