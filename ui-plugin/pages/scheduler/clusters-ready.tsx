import { ServerGroupIcon } from '@patternfly/react-icons'
import type { ReactNode } from 'react'
import type { ClusterSummary } from '../../../shared/api/clusters.ts'
import { Empty, PageFailure, PageLoading } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import type { SchedulerData } from './use-scheduler-data.ts'

export type ClustersReadyProps = Readonly<{
  data: SchedulerData
  cluster: ClusterSummary | undefined
  children: (cluster: ClusterSummary, clusters: readonly ClusterSummary[]) => ReactNode
}>

/** For a part of the page that is about clusters: its content once there are some, else why there are none. */
export function ClustersReady({ data: { clusters, reloadAll }, cluster, children }: ClustersReadyProps) {
  const { t } = useTexts()
  if (clusters.state === 'failed') return <PageFailure failure={clusters.failure} onRetry={reloadAll} />
  if (clusters.state === 'loading') return <PageLoading />
  if (cluster !== undefined) return children(cluster, clusters.data.clusters)
  return (
    <Empty level={2} title={t('scheduler.noClusters')} icon={ServerGroupIcon}>
      {t('scheduler.noClusters.body')}
    </Empty>
  )
}
