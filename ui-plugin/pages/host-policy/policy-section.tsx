import { lazy, Suspense } from 'react'
import type { WatchedHostDetail } from '../../../shared/api/hosts.ts'
import type { HostTuning } from '../../../shared/api/tuning.ts'
import { Alert } from '../../components/alert.tsx'
import { Empty, PageLoading, useFailureText } from '../../components/page-states.tsx'
import { Section } from '../../components/section.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { DecisionList } from './decision-list.tsx'
import { TuningFacts } from './tuning-facts.tsx'
import { useHostTuning } from './use-host-policy.ts'

export type PolicySectionProps = Readonly<{ host: Pick<WatchedHostDetail, 'id' | 'name' | 'cluster' | 'guests'> }>

/** Charts are heavy, so they come when a host is opened that keeps figures. */
const PolicyHistory = lazy(async () => ({ default: (await import('./policy-history.tsx')).PolicyHistory }))

/** What the policy does on this host, what it decided and why. */
export function PolicySection({ host }: PolicySectionProps) {
  const { t } = useTexts()
  const failureText = useFailureText()
  const [tuning, reload] = useHostTuning(host.id)
  return (
    <Section title={t('tuning.title')}>
      {tuning.state === 'ready' && tuning.failure !== undefined && (
        <Alert component="h4" isInline variant="warning" title={t('tuning.stale')}>
          {failureText(tuning.failure)}
        </Alert>
      )}
      <WhenReady remote={tuning} onRetry={reload}>
        {data => <Policy host={host} tuning={data} />}
      </WhenReady>
    </Section>
  )
}

function Policy({ host, tuning }: PolicySectionProps & Readonly<{ tuning: HostTuning }>) {
  const { t } = useTexts()
  const { mode, because, decisions } = tuning
  const asks = mode === 'dry-run' || mode === 'enforce'
  return (
    <>
      <TuningFacts tuning={tuning} />
      {!asks && because === undefined && (
        <Empty title={t('tuning.howTo')} status="info" level={3}>
          {t('tuning.howTo.body', { cluster: host.cluster.name })}
        </Empty>
      )}
      {mode !== 'off' && (
        <Suspense fallback={<PageLoading />}>
          <PolicyHistory host={host} guests={host.guests?.guests ?? NONE} decisions={decisions} />
        </Suspense>
      )}
      {(asks || decisions.length > 0) && <DecisionList decisions={decisions} hostName={host.name} />}
    </>
  )
}

const NONE: readonly never[] = []
