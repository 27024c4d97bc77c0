import { lazy, type ReactNode, Suspense, useCallback } from 'react'
import type { ClusterList } from '../../../shared/api/clusters.ts'
import type { Remote } from '../../api/use-remote.ts'
import { PageHeader } from '../../components/page-header.tsx'
import { PageLoading } from '../../components/page-states.tsx'
import { UpdatedAgo } from '../../components/updated-ago.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import type { View } from '../../portal/page-address.ts'
import { KeepState } from '../app/kept-state.tsx'
import { LiveLabel } from '../app/live-label.tsx'
import { PageFrame } from '../app/page-frame.tsx'
import { StaleNotice } from '../app/stale-notice.tsx'
import { AutomationNotice } from '../automation/automation-notice.tsx'
import { StopButton } from '../automation/stop-button.tsx'
import { useShownHost } from '../hosts/use-shown-host.ts'
import { DetailPanel } from '../recommendations/detail-panel.tsx'
import { useRowActions } from '../recommendations/use-row-actions.tsx'
import { RunNews } from '../runs/run-news.tsx'
import { UnitsAttention } from '../units/units-attention.tsx'
import { useAddress } from './use-address.ts'
import { useSchedulerData } from './use-scheduler-data.ts'
import { useShownCluster } from './use-shown-cluster.ts'
import { useStatus } from './use-status.ts'
import { viewBodies } from './view-bodies.tsx'
import { ViewTabs } from './view-tabs.tsx'

// Comes when a host is opened, as the part that it belongs to does.
const HostPanel = lazy(async () => ({ default: (await import('../host-detail/host-panel.tsx')).HostPanel }))

/** The primary place: is everything all right, what should be moved, and why. Its parts are tabs that share the data. */
export function SchedulerPage() {
  const data = useSchedulerData()
  const { clusters, recommendations, units, automation, reloadAutomation, reloadAll } = data
  const [{ view, clusterId }, go] = useAddress()
  const choose = useCallback((id: string) => go({ clusterId: id }), [go])
  const [hostId, showHost] = useShownHost()
  const { actions, chosen, closeDetail, dialog } = useRowActions(reloadAll, `${view} ${hostId}`)
  const show = useCallback((next: View) => go({ view: next }), [go])
  const cluster = useShownCluster(clusters.state === 'ready' ? clusters.data.clusters : NONE, clusterId)
  const Body = viewBodies[view]
  const open = recommendations.state === 'ready' ? recommendations.data.filter(({ state }) => state === 'open') : NONE

  return (
    <PageFrame
      panel={
        chosen ? (
          <DetailPanel key={chosen.id} recommendation={chosen} actions={actions} onClose={closeDetail} />
        ) : (
          hostId !== undefined && (
            <Suspense>
              <HostPanel key={hostId} hostId={hostId} onClose={() => showHost(undefined)} />
            </Suspense>
          )
        )
      }
      dialog={dialog}
    >
      <div>
        <Header clusters={clusters} onRefresh={reloadAll}>
          <StopButton automation={automation} onChange={reloadAutomation} />
        </Header>
        <StaleNotice remote={clusters} />
        <AutomationNotice automation={automation} onChange={reloadAutomation} />
        <RunNews />
        {view !== 'units' && <UnitsAttention units={units} onShow={() => show('units')} />}
        <ViewTabs shown={view} onShow={show} counts={{ recommendations: open.length }} />
      </div>
      <KeepState>
        <Suspense fallback={<PageLoading />}>
          <Body
            data={data}
            cluster={cluster}
            onChooseCluster={choose}
            actions={actions}
            chosenId={chosen?.id}
            onShow={show}
          />
        </Suspense>
      </KeepState>
    </PageFrame>
  )
}

const NONE: readonly never[] = []

type HeaderProps = Readonly<{ clusters: Remote<ClusterList>; onRefresh: () => void; children: ReactNode }>

function Header({ clusters, onRefresh, children }: HeaderProps) {
  const { t } = useTexts()
  const { status } = useStatus()
  return (
    <PageHeader title={t('scheduler.title')} status={clusters.state === 'ready' ? status(clusters.data.clusters) : ''}>
      {clusters.state === 'ready' && (
        <UpdatedAgo ageMs={clusters.data.snapshotAgeMs} loadedAtMs={clusters.loadedAtMs} />
      )}
      <LiveLabel onRefresh={onRefresh} />
      {children}
    </PageHeader>
  )
}
