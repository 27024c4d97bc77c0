import { Title } from '@patternfly/react-core'
import { useState } from 'react'
import type { GuestReading } from '../../../shared/model/host-reading.ts'
import type { KnobDecision } from '../../../shared/plan/knob-decision.ts'
import { Alert } from '../../components/alert.tsx'
import { Choice } from '../../components/choice.tsx'
import { useFailureText } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { WhenReady } from '../app/when-ready.tsx'
import { PolicyChart } from './policy-chart.tsx'
import { useHostHistory } from './use-host-policy.ts'

export type PolicyHistoryProps = Readonly<{
  host: Readonly<{ id: string; name: string }>
  guests: readonly Pick<GuestReading, 'id' | 'name'>[]
  decisions: readonly KnobDecision[]
}>

/** How the memory of a host went, and when the policy acted. */
export function PolicyHistory({ host, guests, decisions }: PolicyHistoryProps) {
  const { t } = useTexts()
  const failureText = useFailureText()
  const [history, reload] = useHostHistory(host.id)
  const [vmId, setVmId] = useState('')
  const named = guests.toSorted((a, b) => a.name.localeCompare(b.name))
  return (
    <div className="policy-history">
      <Title headingLevel="h4" size="md">
        {t('tuning.chart')}
      </Title>
      {history.state === 'ready' && history.failure !== undefined && (
        <Alert component="h4" isInline variant="warning" title={t('tuning.chart.stale')}>
          {failureText(history.failure)}
        </Alert>
      )}
      {named.length > 0 && (
        <Choice
          label={t('tuning.chart.balloonOf')}
          value={vmId}
          options={[
            { value: '', label: t('tuning.chart.all') },
            ...named.map(({ id, name }) => ({ value: id, label: t('tuning.chart.balloon', { vm: name }) })),
          ]}
          onChange={setVmId}
        />
      )}
      <WhenReady remote={history} onRetry={reload}>
        {({ figures }) => (
          <PolicyChart
            hostName={host.name}
            figures={figures}
            decisions={decisions}
            vm={named.find(({ id }) => id === vmId)}
          />
        )}
      </WhenReady>
    </div>
  )
}
