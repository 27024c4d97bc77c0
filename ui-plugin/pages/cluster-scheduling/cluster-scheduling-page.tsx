import { ServerGroupIcon } from '@patternfly/react-icons'
import { useCallback } from 'react'
import { useTexts } from '../../messages/use-texts.tsx'
import { AboutSubject } from '../app/about-subject.tsx'
import { PageFrame } from '../app/page-frame.tsx'
import { StaleNotice } from '../app/stale-notice.tsx'
import { AutomationNotice } from '../automation/automation-notice.tsx'
import { StopButton } from '../automation/stop-button.tsx'
import { useAutomation } from '../automation/use-automation.ts'
import { HostsCard } from '../hosts/hosts-card.tsx'
import { Notices } from '../hosts/notices.tsx'
import { useCluster } from '../hosts/use-cluster.ts'
import { DetailPanel } from '../recommendations/detail-panel.tsx'
import { PlanButton } from '../recommendations/plan-button.tsx'
import { RecommendationsCard } from '../recommendations/recommendations-card.tsx'
import { useNothingBecause } from '../recommendations/use-nothing-because.ts'
import { useRecommendations } from '../recommendations/use-recommendations.ts'
import { useRowActions } from '../recommendations/use-row-actions.tsx'
import { useShowRecommendation } from '../recommendations/use-show-recommendation.ts'
import { RunNews } from '../runs/run-news.tsx'
import { useRuns } from '../runs/use-runs.ts'
import { ClusterHeader } from './cluster-header.tsx'
import { PolicyCard } from './policy-card.tsx'

/** The detail tab of a cluster. */
export function ClusterSchedulingPage() {
  const { t } = useTexts()
  const none = { title: t('policy.none.title'), body: t('policy.none.body'), icon: ServerGroupIcon }
  return (
    <AboutSubject subject="cluster" none={none}>
      {id => <ClusterScheduling key={id} id={id} />}
    </AboutSubject>
  )
}

function ClusterScheduling({ id }: Readonly<{ id: string }>) {
  const [cluster, reloadCluster] = useCluster(id)
  const [recommendations, reloadRecommendations] = useRecommendations(id)
  const [runs, reloadRuns] = useRuns()
  const [automation, reloadAutomation] = useAutomation()
  const reloadAll = useCallback(() => {
    reloadCluster()
    reloadRecommendations()
    reloadRuns()
    reloadAutomation()
  }, [reloadCluster, reloadRecommendations, reloadRuns, reloadAutomation])
  const { actions, chosen, closeDetail, dialog } = useRowActions(reloadAll)
  const showRecommendation = useShowRecommendation(actions)
  const detail = cluster.state === 'ready' ? cluster.data : undefined
  const nothingBecause = useNothingBecause(detail ? [detail] : [], detail)
  const known = recommendations.state === 'ready' ? recommendations.data : NONE

  return (
    <PageFrame
      panel={chosen && <DetailPanel key={chosen.id} recommendation={chosen} actions={actions} onClose={closeDetail} />}
      dialog={dialog}
    >
      <div>
        <ClusterHeader cluster={cluster} onRefresh={reloadAll}>
          <StopButton automation={automation} onChange={reloadAutomation} />
        </ClusterHeader>
        <StaleNotice remote={cluster} />
        <AutomationNotice automation={automation} clusterId={id} onChange={reloadAutomation} />
        <Notices cluster={detail?.name ?? ''} notices={detail?.notices ?? NONE} />
        <RunNews />
      </div>
      <div className="columns columns-policy">
        <PolicyCard clusterId={id} />
        <div className="column">
          <HostsCard
            clusterName={detail?.name ?? ''}
            cluster={cluster}
            recommendations={known}
            onRetry={reloadCluster}
          />
          <RecommendationsCard
            {...actions}
            recommendations={recommendations}
            runs={runs.state === 'ready' ? runs.data : NONE}
            showsCluster={false}
            chosenId={chosen?.id}
            nothingBecause={nothingBecause}
            onRetry={reloadAll}
            action={<PlanButton cluster={detail} onMade={reloadAll} onShow={showRecommendation} />}
          />
        </div>
      </div>
    </PageFrame>
  )
}

const NONE: readonly never[] = []
