import { ServerGroupIcon } from '@patternfly/react-icons'
import { type ReactNode, useCallback, useRef } from 'react'
import type { ClusterList } from '../../../shared/api/clusters.ts'
import { useClient } from '../../api/api-context.tsx'
import { type Remote, useRemote } from '../../api/use-remote.ts'
import { PageHeader } from '../../components/page-header.tsx'
import { Empty, PageFailure, PageLoading } from '../../components/page-states.tsx'
import { UpdatedAgo } from '../../components/updated-ago.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { LiveLabel } from '../app/live-label.tsx'
import { PageFrame } from '../app/page-frame.tsx'
import { StaleNotice } from '../app/stale-notice.tsx'
import { AutomationNotice } from '../automation/automation-notice.tsx'
import { StopButton } from '../automation/stop-button.tsx'
import { useAutomation } from '../automation/use-automation.ts'
import { DetailPanel } from '../recommendations/detail-panel.tsx'
import { useRecommendations } from '../recommendations/use-recommendations.ts'
import { useRowActions } from '../recommendations/use-row-actions.tsx'
import { RunNews } from '../runs/run-news.tsx'
import { useRuns } from '../runs/use-runs.ts'
import { UnitsAttention } from '../units/units-attention.tsx'
import { UnitsCard } from '../units/units-card.tsx'
import { useUnits } from '../units/use-units.ts'
import { summarise } from './cluster-health.ts'
import { SchedulerBody } from './scheduler-body.tsx'

/** The primary place: is everything all right, what should be moved, and why. */
export function SchedulerPage() {
  const client = useClient()
  const loadClusters = useCallback((signal: AbortSignal) => client.listClusters(signal), [client])
  const [clusters, reloadClusters] = useRemote(loadClusters, ({ type }) => type !== 'run')
  const [recommendations, reloadRecommendations] = useRecommendations()
  const [runs, reloadRuns] = useRuns()
  const [units, reloadUnits] = useUnits()
  const [automation, reloadAutomation] = useAutomation()
  const unitsTitle = useRef<HTMLElement>(null)
  const showUnits = useCallback(() => {
    unitsTitle.current?.focus({ preventScroll: true })
    unitsTitle.current?.scrollIntoView({ block: 'start' })
  }, [])
  const reloadAll = useCallback(() => {
    reloadClusters()
    reloadRecommendations()
    reloadRuns()
    reloadUnits()
    reloadAutomation()
  }, [reloadClusters, reloadRecommendations, reloadRuns, reloadUnits, reloadAutomation])
  const { actions, chosen, closeDetail, dialog } = useRowActions(reloadAll)
  // Units do not depend on clusters; but while nothing answers, one failure on the page is enough.
  const showsUnits = clusters.state === 'ready' || (clusters.state === 'failed' && units.state === 'ready')

  return (
    <PageFrame
      panel={chosen && <DetailPanel key={chosen.id} recommendation={chosen} actions={actions} onClose={closeDetail} />}
      dialog={dialog}
    >
      <div>
        <Header clusters={clusters} onRefresh={reloadAll}>
          <StopButton automation={automation} onChange={reloadAutomation} />
        </Header>
        <StaleNotice remote={clusters} />
        <AutomationNotice automation={automation} onChange={reloadAutomation} />
        <RunNews />
        {showsUnits && <UnitsAttention units={units} onShow={showUnits} />}
      </div>
      {clusters.state === 'loading' && <PageLoading />}
      {clusters.state === 'failed' && <PageFailure failure={clusters.failure} onRetry={reloadAll} />}
      {clusters.state === 'ready' && clusters.data.clusters.length === 0 && <NoClusters />}
      {clusters.state === 'ready' && clusters.data.clusters.length > 0 && (
        <SchedulerBody
          clusters={clusters.data.clusters}
          recommendations={recommendations}
          runs={runs}
          actions={actions}
          chosenId={chosen?.id}
          onRetry={reloadAll}
        />
      )}
      {showsUnits && <UnitsCard units={units} onReload={reloadUnits} titleRef={unitsTitle} />}
    </PageFrame>
  )
}

type HeaderProps = Readonly<{ clusters: Remote<ClusterList>; onRefresh: () => void; children: ReactNode }>

function Header({ clusters, onRefresh, children }: HeaderProps) {
  const { t } = useTexts()
  const status = clusters.state === 'ready' ? t('scheduler.status', summarise(clusters.data.clusters)) : ''
  return (
    <PageHeader title={t('scheduler.title')} status={status}>
      {clusters.state === 'ready' && (
        <UpdatedAgo ageMs={clusters.data.snapshotAgeMs} loadedAtMs={clusters.loadedAtMs} />
      )}
      <LiveLabel onRefresh={onRefresh} />
      {children}
    </PageHeader>
  )
}

function NoClusters() {
  const { t } = useTexts()
  return (
    <Empty level={2} title={t('scheduler.noClusters')} icon={ServerGroupIcon}>
      {t('scheduler.noClusters.body')}
    </Empty>
  )
}
