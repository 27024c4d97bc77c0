import { VirtualMachineIcon } from '@patternfly/react-icons'
import { useCallback } from 'react'
import type { ClusterDetail } from '../../../shared/api/clusters.ts'
import type { Placement } from '../../../shared/plan/placement.ts'
import type { Remote } from '../../api/use-remote.ts'
import { PageHeader } from '../../components/page-header.tsx'
import { UpdatedAgo } from '../../components/updated-ago.tsx'
import type { MessageId } from '../../messages/english.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { AboutSubject } from '../app/about-subject.tsx'
import { LiveLabel } from '../app/live-label.tsx'
import { PageFrame } from '../app/page-frame.tsx'
import { usePortal } from '../app/portal-context.tsx'
import { StaleNotice } from '../app/stale-notice.tsx'
import { MovedCard } from './moved-card.tsx'
import { PlacementCard } from './placement-card.tsx'
import { useClusterOnceKnown } from './use-cluster-once-known.ts'
import { usePlacement, useWhyNotMoved } from './use-vm-answers.ts'

/** The detail tab of a VM: why it is where it is, why not elsewhere, and why it did not move. */
export function VmWhyPage() {
  const { t } = useTexts()
  const none = { title: t('why.none.vm'), body: t('why.none.vm.body'), icon: VirtualMachineIcon }
  return (
    <AboutSubject subject="vm" none={none}>
      {id => <VmWhy key={id} id={id} />}
    </AboutSubject>
  )
}

function VmWhy({ id }: Readonly<{ id: string }>) {
  const portal = usePortal()
  const [placement, reloadPlacement] = usePlacement(id)
  const [moved, reloadMoved] = useWhyNotMoved(id)
  const clusterId = placement.state === 'ready' ? placement.data.cluster.id : undefined
  const [cluster, reloadCluster] = useClusterOnceKnown(clusterId)
  const reloadAll = useCallback(() => {
    reloadPlacement()
    reloadMoved()
    reloadCluster()
  }, [reloadPlacement, reloadMoved, reloadCluster])
  const showRecommendations = clusterId === undefined ? undefined : () => portal.openView('recommendations', clusterId)

  return (
    <PageFrame panel={null} dialog={null}>
      <div>
        <VmHeader placement={placement} cluster={cluster} onRefresh={reloadAll} />
        <StaleNotice remote={cluster} />
      </div>
      <div className="columns columns-why">
        <PlacementCard placement={placement} onRetry={reloadPlacement} />
        <MovedCard answer={moved} onRetry={reloadMoved} onShowRecommendations={showRecommendations} />
      </div>
    </PageFrame>
  )
}

type HeaderProps = Readonly<{
  placement: Remote<Placement>
  cluster: Remote<ClusterDetail>
  onRefresh: () => void
}>

function VmHeader({ placement, cluster, onRefresh }: HeaderProps) {
  const { t, reason } = useTexts()
  if (placement.state !== 'ready') {
    return (
      <PageHeader title={t('place.scheduling')} status="">
        <LiveLabel onRefresh={onRefresh} />
      </PageHeader>
    )
  }
  const { vm, current, chosen, because } = placement.data
  const status = t(statusOf(placement.data), {
    host: current?.name ?? '',
    chosen: chosen?.name ?? '',
    because: reason(because),
  })
  return (
    <PageHeader title={t('why.title', { name: vm.name })} status={status}>
      {cluster.state === 'ready' && cluster.data.snapshotAgeMs !== undefined && (
        <UpdatedAgo ageMs={cluster.data.snapshotAgeMs} loadedAtMs={cluster.loadedAtMs} />
      )}
      <LiveLabel onRefresh={onRefresh} />
    </PageHeader>
  )
}

function statusOf({ current, chosen }: Placement): MessageId {
  if (current === undefined) return chosen === undefined ? 'why.status.downNowhere' : 'why.status.down'
  if (chosen === undefined) return 'why.status.nowhere'
  return chosen.id === current.id ? 'why.status.stays' : 'why.status.elsewhere'
}
