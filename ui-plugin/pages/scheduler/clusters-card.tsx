import { Badge, Card, CardBody, CardTitle } from '@patternfly/react-core'
import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
import type { ClusterSummary } from '../../../shared/api/clusters.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { ScoreLabel } from './score-label.tsx'

export type ClustersCardProps = Readonly<{
  clusters: readonly ClusterSummary[]
  shownId: string
  onShow: (id: string) => void
  /** More about the shown one. */
  children?: ReactNode
}>

/** Every cluster with its score and how far its hosts differ; choosing one shows the rest about it. */
export function ClustersCard({ clusters, shownId, onShow, children }: ClustersCardProps) {
  const { t } = useTexts()
  const list = useShownInSight(shownId)
  return (
    <Card isCompact className="clusters-card">
      <CardTitle component="h2">
        {t('clusters.title')} <Badge isRead>{clusters.length}</Badge>
      </CardTitle>
      <CardBody>
        <ul ref={list} className="cluster-list">
          {clusters.map(cluster => (
            <li key={cluster.id}>
              <button
                type="button"
                className="cluster-item"
                aria-pressed={cluster.id === shownId}
                onClick={() => onShow(cluster.id)}
              >
                <Cluster cluster={cluster} isShown={cluster.id === shownId} />
              </button>
            </li>
          ))}
        </ul>
        {children}
      </CardBody>
    </Card>
  )
}

/** Of many clusters the list scrolls: the shown one may be below its end. The page itself stays where it is. */
function useShownInSight(shownId: string): RefObject<HTMLUListElement | null> {
  const list = useRef<HTMLUListElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: which one is shown is read from the list
  useEffect(() => {
    const shown = list.current?.querySelector('[aria-pressed="true"]')
    if (!list.current || !shown) return
    const { top, bottom } = list.current.getBoundingClientRect()
    const item = shown.getBoundingClientRect()
    if (item.top < top || item.bottom > bottom) list.current.scrollTop += item.top - top
  }, [shownId])
  return list
}

function Cluster({ cluster, isShown }: Readonly<{ cluster: ClusterSummary; isShown: boolean }>) {
  const { t, number } = useTexts()
  const {
    name,
    score,
    imbalance,
    hosts,
    hostsUp,
    vmsRunning,
    openRecommendations,
    policy,
    notices,
    hostsBeyondLimits = 0,
  } = cluster
  const spread = [
    ...(imbalance.memoryPercent === undefined
      ? []
      : [t('clusters.imbalance.memory', { percent: number(imbalance.memoryPercent) })]),
    ...(imbalance.cpuPercent === undefined
      ? []
      : [t('clusters.imbalance.cpu', { percent: number(imbalance.cpuPercent) })]),
  ]
  const facts = [
    ...(policy ? [t('policy.policyIs', { policy: policy.name })] : []),
    ...(spread.length > 0 ? [t('clusters.imbalance', { figures: spread.join(', ') })] : []),
  ]
  return (
    <>
      <span className="cluster-item-head">
        <strong>{name}</strong>
        <ScoreLabel score={score} />
        {openRecommendations > 0 && <Badge>{t('clusters.open', { open: openRecommendations })}</Badge>}
      </span>
      <span className="cluster-item-facts">
        {t('clusters.hosts', { up: hostsUp, hosts, vms: vmsRunning })}
        {hostsBeyondLimits > 0 && `, ${t('overview.clusters.beyond', { hosts: hostsBeyondLimits })}`}
      </span>
      {!isShown && notices.length > 0 && (
        <span className="cluster-item-facts">{t('clusters.notices', { count: notices.length })}</span>
      )}
      {isShown && facts.length > 0 && <span className="cluster-item-facts">{facts.join(' · ')}</span>}
    </>
  )
}
