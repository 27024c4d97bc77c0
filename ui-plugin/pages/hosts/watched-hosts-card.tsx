import { useEffect, useRef } from 'react'
import type { WatchedHostList } from '../../../shared/api/hosts.ts'
import type { Remote } from '../../api/use-remote.ts'
import { Alert } from '../../components/alert.tsx'
import { useFailureText } from '../../components/page-states.tsx'
import { StatusCard } from '../../components/status-card.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { HostProblems } from './host-problems.tsx'
import { isNotConfigured, useHostSummary } from './host-summary.ts'
import { NoHostConnected } from './no-host-connected.tsx'
import { detailsButtonOf } from './watched-host-row.tsx'
import { WatchedHosts } from './watched-hosts.tsx'

export type WatchedHostsCardProps = Readonly<{
  hosts: Remote<WatchedHostList>
  onRetry: () => void
  /** The host whose details are open. */
  shownId: string | undefined
  onShow: (id: string) => void
}>

/** Every host: whether it answers us itself, and what it says. */
export function WatchedHostsCard({ hosts, onRetry, shownId, onShow }: WatchedHostsCardProps) {
  const { t } = useTexts()
  const summary = useHostSummary()
  const title = useRef<HTMLSpanElement>(null)
  useFocusBack(shownId, title)
  return (
    <StatusCard
      title={t('host.title')}
      titleRef={title}
      status={hosts.state === 'ready' && summary(hosts.data.hosts)}
      className="watched-hosts"
    >
      <NotRefreshed hosts={hosts} />
      <WhenReady remote={hosts} onRetry={onRetry}>
        {data =>
          data.hosts.every(isNotConfigured) ? (
            <NoHostConnected hosts={data.hosts} />
          ) : (
            <>
              <HostProblems hosts={data.hosts} />
              <WatchedHosts
                hosts={data.hosts}
                loadedAtMs={hosts.state === 'ready' ? hosts.loadedAtMs : 0}
                shownId={shownId}
                onShow={onShow}
              />
            </>
          )
        }
      </WhenReady>
    </StatusCard>
  )
}

function NotRefreshed({ hosts }: Pick<WatchedHostsCardProps, 'hosts'>) {
  const { t } = useTexts()
  const failureText = useFailureText()
  if (hosts.state !== 'ready' || hosts.failure === undefined) return null
  return (
    <Alert component="h3" isInline variant="warning" className="host-problem" title={t('host.stale')}>
      {failureText(hosts.failure)}
    </Alert>
  )
}

/** Closed details give the focus back to their row; where that is on another page, to the title. */
function useFocusBack(shownId: string | undefined, title: Readonly<{ current: HTMLElement | null }>): void {
  const before = useRef<string | undefined>(undefined)
  useEffect(() => {
    const closedId = before.current
    before.current = shownId
    if (closedId !== undefined && shownId === undefined) (detailsButtonOf(closedId) ?? title.current)?.focus()
  }, [shownId, title])
}
