import { useCallback, useMemo } from 'react'
import type { Remote } from '../../api/use-remote.ts'
import { PageHeader } from '../../components/page-header.tsx'
import { UpdatedAgo } from '../../components/updated-ago.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { LiveLabel } from '../app/live-label.tsx'
import { PageFrame } from '../app/page-frame.tsx'
import { usePortal } from '../app/portal-context.tsx'
import { StaleNotice } from '../app/stale-notice.tsx'
import { AutomationNotice } from '../automation/automation-notice.tsx'
import { useAutomation } from '../automation/use-automation.ts'
import { DetailPanel } from '../recommendations/detail-panel.tsx'
import { RecommendationsCard } from '../recommendations/recommendations-card.tsx'
import { useRecommendations } from '../recommendations/use-recommendations.ts'
import { useRowActions } from '../recommendations/use-row-actions.tsx'
import { useShowRecommendation } from '../recommendations/use-show-recommendation.ts'
import { RunNews } from '../runs/run-news.tsx'
import { useRuns } from '../runs/use-runs.ts'
import { EvacuationCard } from './evacuation-card.tsx'
import { HostFactsCard } from './host-facts-card.tsx'
import { concernsHost } from './leaving.ts'
import { useEvacuation } from './use-evacuation.ts'
import type { HostInCluster } from './use-host.ts'

type Found = Extract<Remote<HostInCluster>, { state: 'ready' }>

export function HostWhy({ found, onRefresh }: Readonly<{ found: Found; onRefresh: () => void }>) {
  const { t, reason } = useTexts()
  const portal = usePortal()
  const { host, cluster } = found.data
  const [recommendations, reloadRecommendations] = useRecommendations(cluster.id)
  const [runs, reloadRuns] = useRuns()
  const [automation, reloadAutomation] = useAutomation()
  const reloadAll = useCallback(() => {
    onRefresh()
    reloadRecommendations()
    reloadRuns()
    reloadAutomation()
  }, [onRefresh, reloadRecommendations, reloadRuns, reloadAutomation])
  const { actions, chosen, closeDetail, dialog } = useRowActions(reloadAll)
  const showRecommendation = useShowRecommendation(actions)
  const all = recommendations.state === 'ready' ? recommendations.data : NONE
  const leaving = useMemo(
    () =>
      recommendations.state === 'ready'
        ? { ...recommendations, data: recommendations.data.filter(concernsHost(host.id)) }
        : recommendations,
    [recommendations, host.id],
  )
  const evacuation = useEvacuation(host, cluster.id, all, reloadRecommendations)
  const leftAlone = cluster.explanation?.skippedHosts.find(({ id }) => id === host.id)
  const nothingBecause = [
    t('why.host.leaves.none', { host: host.name }),
    ...(leftAlone ? [reason(leftAlone.reason)] : []),
  ]

  return (
    <PageFrame
      panel={chosen && <DetailPanel key={chosen.id} recommendation={chosen} actions={actions} onClose={closeDetail} />}
      dialog={dialog}
    >
      <div>
        <HostHeader
          found={found}
          open={leaving.state === 'ready' ? leaving.data.filter(({ state }) => state !== 'snoozed').length : undefined}
          onRefresh={reloadAll}
        />
        <StaleNotice remote={{ ...found, data: cluster }} />
        <AutomationNotice automation={automation} clusterId={cluster.id} onChange={reloadAutomation} />
        <RunNews />
      </div>
      <div className="columns columns-editor">
        <div className="column">
          <HostFactsCard host={host} cluster={cluster} />
          <EvacuationCard
            host={host}
            evacuation={evacuation}
            onShowPlan={showRecommendation}
            onShowRecommendations={() => portal.openView('recommendations', cluster.id)}
          />
        </div>
        <RecommendationsCard
          key={evacuation.arrivedId} // rows wait to be asked for, but not what somebody has just had made
          {...actions}
          recommendations={leaving}
          runs={runs.state === 'ready' ? runs.data : NONE}
          showsCluster={false}
          chosenId={chosen?.id}
          nothingBecause={nothingBecause}
          onRetry={reloadAll}
        />
      </div>
    </PageFrame>
  )
}

const NONE: readonly never[] = []

type HeaderProps = Readonly<{ found: Found; open: number | undefined; onRefresh: () => void }>

function HostHeader({ found, open, onRefresh }: HeaderProps) {
  const { t, phrase } = useTexts()
  const { host, cluster } = found.data
  const { status, activeVms: vms, name } = host
  return (
    <PageHeader
      title={t('why.title', { name })}
      status={
        open === undefined ? '' : t('why.host.status', { status: phrase(status.replaceAll('_', ' ')), vms, open })
      }
    >
      {cluster.snapshotAgeMs !== undefined && (
        <UpdatedAgo ageMs={cluster.snapshotAgeMs} loadedAtMs={found.loadedAtMs} />
      )}
      <LiveLabel onRefresh={onRefresh} />
    </PageHeader>
  )
}
