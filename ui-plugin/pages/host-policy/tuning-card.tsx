import { Card, CardBody, CardTitle } from '@patternfly/react-core'
import type { WatchedHostView } from '../../../shared/api/hosts.ts'
import { Alert } from '../../components/alert.tsx'
import { useFailureText } from '../../components/page-states.tsx'
import { useFirstOf } from '../../components/show-more.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { isNotConfigured } from '../hosts/host-summary.ts'
import { ClusterTuning } from './cluster-tuning.tsx'
import { useTuning } from './use-host-policy.ts'

const FIRST = 3

/** Whether the hosts of each cluster follow their policies. Nothing where no host is to be connected. */
export function TuningCard({ hosts }: Readonly<{ hosts: readonly WatchedHostView[] }>) {
  const clusterIds = new Set(hosts.filter(host => !isNotConfigured(host)).map(({ cluster }) => cluster.id))
  return clusterIds.size === 0 ? null : <Clusters clusterIds={clusterIds} />
}

function Clusters({ clusterIds }: Readonly<{ clusterIds: ReadonlySet<string> }>) {
  const { t } = useTexts()
  const failureText = useFailureText()
  const [tuning, reload] = useTuning()
  const clusters =
    tuning.state === 'ready' ? tuning.data.clusters.filter(({ cluster }) => clusterIds.has(cluster.id)) : []
  const [shown, more] = useFirstOf(clusters, FIRST)
  if (tuning.state === 'ready' && clusters.length === 0) return null
  return (
    <Card isCompact className="sized-card">
      <CardTitle component="h2">{t('tuning.card')}</CardTitle>
      <CardBody>
        <WhenReady remote={tuning} onRetry={reload}>
          {() => (
            <>
              {tuning.state === 'ready' && tuning.failure !== undefined && (
                <Alert component="h3" isInline variant="warning" title={t('tuning.stale')}>
                  {failureText(tuning.failure)}
                </Alert>
              )}
              {shown.map(view => (
                <ClusterTuning key={view.cluster.id} loaded={view} onChange={reload} />
              ))}
              {more}
            </>
          )}
        </WhenReady>
      </CardBody>
    </Card>
  )
}
