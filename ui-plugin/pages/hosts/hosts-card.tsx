import { Card, CardBody, CardTitle } from '@patternfly/react-core'
import { ClusterIcon } from '@patternfly/react-icons'
import { useMemo } from 'react'
import type { ClusterDetail } from '../../../shared/api/clusters.ts'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import type { Remote } from '../../api/use-remote.ts'
import { HostBars } from '../../components/host-bars/host-bars.tsx'
import type { HostLoad } from '../../components/host-bars/host-load.ts'
import { Empty } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { bestOf, usesAfter } from './best-proposal.ts'
import { hostLoads, memoryLimitOf } from './host-loads.ts'
import { LeftOut } from './left-out.tsx'

export type HostsCardProps = Readonly<{
  clusterName: string
  cluster: Remote<ClusterDetail>
  /** Of this cluster; the best of them is drawn. */
  recommendations: readonly Recommendation[]
  onRetry: () => void
}>

export function HostsCard({ clusterName, cluster, recommendations, onRetry }: HostsCardProps) {
  const { t } = useTexts()
  return (
    <Card isCompact className="sized-card">
      <CardTitle component="h2">{t('hosts.title', { cluster: clusterName })}</CardTitle>
      <CardBody>
        <WhenReady remote={cluster} onRetry={onRetry}>
          {data => <Hosts cluster={data} recommendations={recommendations} />}
        </WhenReady>
      </CardBody>
    </Card>
  )
}

type HostsProps = Readonly<{ cluster: ClusterDetail; recommendations: readonly Recommendation[] }>

function Hosts({ cluster, recommendations }: HostsProps) {
  const { t } = useTexts()
  const limitsText = useLimitsText()
  const proposal = bestOf(recommendations)
  const { hostViews, limits, advice } = cluster
  const limitMiB = memoryLimitOf(advice)
  const loads = useMemo(
    () => hostLoads(hostViews, limits, limitMiB, usesAfter(proposal)),
    [hostViews, limits, limitMiB, proposal],
  )
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
        limitText={limitsText(loads, cluster, limitMiB)}
        afterText={
          proposal?.kind === 'plan'
            ? t('overview.hosts.afterPlan', { moves: proposal.plan.steps.length })
            : t('hosts.after')
        }
      />
      {cluster.explanation && <LeftOut explanation={cluster.explanation} />}
    </>
  )
}

/** What the marks on the bars stand for: what plans keep, or the memory that the policy keeps free where that is more. */
function useLimitsText() {
  const { t, percent, memory } = useTexts()
  return (
    loads: readonly Pick<HostLoad, 'memoryLimitPercent'>[],
    { limits }: Pick<ClusterDetail, 'limits'>,
    limitMiB: number | undefined,
  ) => {
    const isOfPolicy = loads.some(({ memoryLimitPercent = 100 }) => memoryLimitPercent < limits.memoryPercent)
    const cpu = percent(limits.cpuPercent)
    return isOfPolicy && limitMiB !== undefined
      ? t('overview.hosts.limits.free', { memory: memory(limitMiB), cpu })
      : t('overview.hosts.limits', { memory: percent(limits.memoryPercent), cpu })
  }
}
