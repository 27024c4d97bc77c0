import { lazy, Suspense } from 'react'
import type { WatchedHostDetail } from '../../../shared/api/hosts.ts'
import type { HostTuning } from '../../../shared/api/tuning.ts'
import { Alert } from '../../components/alert.tsx'
import { Empty, PageLoading, useFailureText } from '../../components/page-states.tsx'
import { Section } from '../../components/section.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { DecisionList } from './decision-list.tsx'
import { HostModes } from './host-modes.tsx'
import { MemoryBalance } from './memory-balance.tsx'
import { PressureList } from './pressure-list.tsx'
import { TuningFacts } from './tuning-facts.tsx'
import { useHostTuning } from './use-host-policy.ts'

export type PolicySectionProps = Readonly<{ host: Pick<WatchedHostDetail, 'id' | 'name' | 'cluster' | 'guests'> }>
type ReadyProps = PolicySectionProps & Readonly<{ tuning: HostTuning; onChange: () => void }>

/** Charts are heavy, so they come when a host is opened that keeps figures. */
const PinSection = lazy(async () => ({ default: (await import('../host-pins/pin-section.tsx')).PinSection }))
const PolicyHistory = lazy(async () => ({ default: (await import('./policy-history.tsx')).PolicyHistory }))

/** What policies and balancers do on this host, what they decided and why. */
export function PolicySection({ host }: PolicySectionProps) {
  const { t } = useTexts()
  const failureText = useFailureText()
  const [tuning, reload] = useHostTuning(host.id)
  return (
    <>
      <Section title={t('tuning.title')}>
        {tuning.state === 'ready' && tuning.failure !== undefined && (
          <Alert component="h4" isInline variant="warning" title={t('tuning.stale')}>
            {failureText(tuning.failure)}
          </Alert>
        )}
        <WhenReady remote={tuning} onRetry={reload}>
          {data => <Policy host={host} tuning={data} onChange={reload} />}
        </WhenReady>
      </Section>
      {tuning.state === 'ready' && (
        <Suspense fallback={<PageLoading />}>
          <PinSection host={host} tuning={tuning.data} />
        </Suspense>
      )}
    </>
  )
}

function Policy({ host, tuning, onChange }: ReadyProps) {
  const { t } = useTexts()
  const { mode, because, memory, decisions } = tuning
  const asks = mode === 'dry-run' || mode === 'enforce'
  const guests = host.guests?.guests ?? NONE
  return (
    <>
      <TuningFacts tuning={tuning} />
      <HostModes host={host} tuning={tuning} onChange={onChange} />
      <PressureList tuning={tuning} />
      {!asks && because === undefined && (
        <Empty title={t('tuning.howTo')} status="info" level={3}>
          {t('tuning.howTo.body', { cluster: host.cluster.name })}
        </Empty>
      )}
      {asks && memory === 'balancer' && <MemoryBalance tuning={tuning} guests={guests} />}
      {mode !== 'off' && (
        <Suspense fallback={<PageLoading />}>
          <PolicyHistory host={host} guests={guests} decisions={decisions} />
        </Suspense>
      )}
      {(asks || decisions.length > 0) && (
        <DecisionList title={t('tuning.decisions')} decisions={decisions} hostName={host.name} />
      )}
    </>
  )
}

const NONE: readonly never[] = []
