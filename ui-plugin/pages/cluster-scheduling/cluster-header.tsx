import type { ReactNode } from 'react'
import type { ClusterDetail } from '../../../shared/api/clusters.ts'
import type { Remote } from '../../api/use-remote.ts'
import { PageHeader } from '../../components/page-header.tsx'
import { UpdatedAgo } from '../../components/updated-ago.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { LiveLabel } from '../app/live-label.tsx'

export type ClusterHeaderProps = Readonly<{
  cluster: Remote<ClusterDetail>
  onRefresh: () => void
  children?: ReactNode
}>

export function ClusterHeader({ cluster, onRefresh, children }: ClusterHeaderProps) {
  const { t } = useTexts()
  if (cluster.state !== 'ready') return <PageHeader title={t('place.scheduling')} status="" />
  const { name, policy, openRecommendations, snapshotAgeMs } = cluster.data
  const policyText = policy ? t('policy.policyIs', { policy: policy.name }) : t('policy.noPolicy')
  return (
    <PageHeader
      title={t('policy.title', { cluster: name })}
      status={t('policy.status', { policy: policyText, open: openRecommendations })}
    >
      {snapshotAgeMs !== undefined && <UpdatedAgo ageMs={snapshotAgeMs} loadedAtMs={cluster.loadedAtMs} />}
      <LiveLabel onRefresh={onRefresh} />
      {children}
    </PageHeader>
  )
}
