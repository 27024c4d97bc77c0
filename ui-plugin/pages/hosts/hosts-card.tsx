import { Card, CardBody, CardTitle } from '@patternfly/react-core'
import { ClusterIcon } from '@patternfly/react-icons'
import { useMemo } from 'react'
import type { ClusterDetail } from '../../../shared/api/clusters.ts'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import type { Remote } from '../../api/use-remote.ts'
import { HostBars } from '../../components/host-bars/host-bars.tsx'
import { Empty, PageFailure, PageLoading } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { hostLoads, memoryLimitOf } from './host-loads.ts'
import { LeftOut } from './left-out.tsx'

export type HostsCardProps = Readonly<{
  clusterName: string
  cluster: Remote<ClusterDetail>
  /** Open moves of this cluster. */
  moves: readonly Recommendation[]
  onRetry: () => void
}>

export function HostsCard({ clusterName, cluster, moves, onRetry }: HostsCardProps) {
  const { t } = useTexts()
  return (
    <Card isCompact className="sized-card">
      <CardTitle component="h2">{t('hosts.title', { cluster: clusterName })}</CardTitle>
      <CardBody>
        {cluster.state === 'loading' && <PageLoading />}
        {cluster.state === 'failed' && <PageFailure failure={cluster.failure} onRetry={onRetry} />}
        {cluster.state === 'ready' && <Hosts cluster={cluster.data} moves={moves} />}
      </CardBody>
    </Card>
  )
}

function Hosts({ cluster, moves }: Readonly<{ cluster: ClusterDetail; moves: readonly Recommendation[] }>) {
  const { t, memory } = useTexts()
  const limitMiB = memoryLimitOf(cluster.advice)
  const loads = useMemo(() => hostLoads(cluster.hostViews, limitMiB, moves), [cluster, limitMiB, moves])
  if (loads.length === 0) {
    return (
      <Empty title={t('hosts.none')} icon={ClusterIcon}>
        {t('hosts.none.body')}
      </Empty>
    )
  }
  return (
    <>
      <HostBars
        hosts={loads}
        {...(limitMiB !== undefined && { limitText: t('hosts.limit', { memory: memory(limitMiB) }) })}
      />
      {cluster.explanation && <LeftOut explanation={cluster.explanation} />}
    </>
  )
}
