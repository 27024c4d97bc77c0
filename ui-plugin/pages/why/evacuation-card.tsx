import { Button, Card, CardBody, CardHeader, CardTitle } from '@patternfly/react-core'
import type { HostView } from '../../../shared/api/clusters.ts'
import { FailureAlert } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { EvacuationOutcome, type EvacuationOutcomeProps } from './evacuation-outcome.tsx'
import { PlanningProgress } from './planning-progress.tsx'
import type { Evacuation } from './use-evacuation.ts'

export type EvacuationCardProps = Readonly<{ host: HostView; evacuation: Evacuation }> &
  Pick<EvacuationOutcomeProps, 'onShowPlan' | 'onShowRecommendations'>

/** Whether a host can be emptied now: asked for by a button, answered by a plan that nobody has applied. */
export function EvacuationCard({ host, evacuation, onShowPlan, onShowRecommendations }: EvacuationCardProps) {
  const { t } = useTexts()
  const { action, startedAtMs, plan, recommendationId, isApplying, make } = evacuation
  const isBusy = action.state === 'busy'
  const isEmpty = host.activeVms + host.migratingVms === 0
  const button = (
    <Button
      size="sm"
      variant={plan === undefined ? 'primary' : 'secondary'}
      isAriaDisabled={isBusy || isEmpty}
      onClick={make}
    >
      {t(plan === undefined ? 'button.evacuate' : 'why.evacuate.again')}
    </Button>
  )
  return (
    <Card isCompact className="sized-card">
      <CardHeader actions={{ actions: button, hasNoOffset: true }}>
        <CardTitle component="h2">{t('why.evacuate')}</CardTitle>
      </CardHeader>
      <CardBody className="why-evacuation">
        {isBusy && startedAtMs !== undefined && <PlanningProgress vms={host.activeVms} startedAtMs={startedAtMs} />}
        {action.state === 'failed' && (
          <FailureAlert title={t('why.evacuate.denied', { host: host.name })} failure={action.failure} onRetry={make} />
        )}
        <div aria-live="polite">
          {plan && !isBusy && (
            <EvacuationOutcome
              host={host}
              plan={plan}
              recommendationId={recommendationId}
              isApplying={isApplying}
              onShowPlan={onShowPlan}
              onShowRecommendations={onShowRecommendations}
            />
          )}
        </div>
        {plan === undefined && !isBusy && action.state !== 'failed' && (
          <p>{t(isEmpty ? 'why.evacuate.empty' : 'why.evacuate.body', { host: host.name })}</p>
        )}
      </CardBody>
    </Card>
  )
}
