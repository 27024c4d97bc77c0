import { Button } from '@patternfly/react-core'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { useClient } from '../../api/api-context.tsx'
import { useAction } from '../../api/use-action.ts'
import { RecommendationLabel } from '../../components/labels.tsx'
import { FailureAlert } from '../../components/page-states.tsx'
import { useRecommendationTexts } from '../../components/recommendation-texts.ts'
import { useTexts } from '../../messages/use-texts.tsx'

/** That it is snoozed, until when, and the way to have it back at once. */
export function SnoozedState({ recommendation }: Readonly<{ recommendation: Recommendation }>) {
  const { t, time, exactTime } = useTexts()
  const client = useClient()
  const { wake } = useRecommendationTexts()(recommendation)
  const [action, run] = useAction()
  const { id, snoozedUntilMs } = recommendation
  return (
    <>
      <RecommendationLabel state="snoozed" />
      {snoozedUntilMs !== undefined && (
        <span title={exactTime(snoozedUntilMs)}>{t('recs.snoozedUntil', { time: time(snoozedUntilMs) })}</span>
      )}
      <Button
        size="sm"
        variant="secondary"
        aria-label={wake}
        isLoading={action.state === 'busy'}
        onClick={() => void run(signal => client.wakeRecommendation(id, signal))}
      >
        {t('recs.wake')}
      </Button>
      {action.state === 'failed' && <FailureAlert title={t('recs.wake.failed')} failure={action.failure} />}
    </>
  )
}
