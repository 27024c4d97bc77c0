import { Badge, Card, CardBody, CardTitle } from '@patternfly/react-core'
import type { ReactNode } from 'react'
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

/** Every cluster with its score, what makes it, and the balancer's answer; choosing one shows its hosts. */
export function ClustersCard({ clusters, shownId, onShow, children }: ClustersCardProps) {
  const { t } = useTexts()
  return (
    <Card isCompact className="clusters-card">
      <CardTitle component="h2">
        {t('clusters.title')} <Badge isRead>{clusters.length}</Badge>
      </CardTitle>
      <CardBody>
        <ul className="cluster-list">
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

function Cluster({ cluster, isShown }: Readonly<{ cluster: ClusterSummary; isShown: boolean }>) {
  const { t, reason, number } = useTexts()
  const { name, score, imbalance, hosts, hostsUp, vmsRunning, openRecommendations, advice, policy, notices } = cluster
  const spread = [
    ...(imbalance.memoryPercent === undefined
      ? []
      : [t('clusters.imbalance.memory', { percent: number(imbalance.memoryPercent) })]),
    ...(imbalance.cpuPercent === undefined
      ? []
      : [t('clusters.imbalance.cpu', { percent: number(imbalance.cpuPercent) })]),
  ]
  return (
    <>
      <span className="cluster-item-head">
        <strong>{name}</strong>
        <ScoreLabel score={score} />
        {openRecommendations > 0 && <Badge>{t('clusters.open', { open: openRecommendations })}</Badge>}
      </span>
      <span className="cluster-item-facts">{t('clusters.hosts', { up: hostsUp, hosts, vms: vmsRunning })}</span>
      {!isShown && notices.length > 0 && (
        <span className="cluster-item-facts">{t('clusters.notices', { count: notices.length })}</span>
      )}
      {isShown && policy && <span className="cluster-item-facts">{t('policy.policyIs', { policy: policy.name })}</span>}
      {isShown && spread.length > 0 && (
        <span className="cluster-item-facts">{t('clusters.imbalance', { figures: spread.join(', ') })}</span>
      )}
      {isShown && advice && <span className="cluster-item-advice">{reason(advice)}</span>}
    </>
  )
}
