import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { useClient } from '../../api/api-context.tsx'
import { useAction } from '../../api/use-action.ts'
import { FailureAlert } from '../../components/page-states.tsx'
import { useRecommendationTexts } from '../../components/recommendation-texts.ts'
import { RowButton } from '../../components/row-button.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

export type SnoozeButtonProps = Readonly<{
  recommendation: Recommendation
  /** Says what it is about: among rows it must, beside the title of its recommendation it need not. */
  isNamed?: boolean
  isDisabled?: boolean
  onSnooze: (recommendation: Recommendation, opener: HTMLElement) => void
}>

/** Puts an open recommendation aside, and wakes a snoozed one. One button for both, so that the focus stays where it was. */
export function SnoozeButton({ recommendation, isNamed = true, isDisabled = false, onSnooze }: SnoozeButtonProps) {
  const { t } = useTexts()
  const client = useClient()
  const texts = useRecommendationTexts()(recommendation)
  const [action, run] = useAction()
  const { id, state } = recommendation
  const isSnoozed = state === 'snoozed'
  const text = t(isSnoozed ? 'recs.wake' : 'recs.snooze')
  const wake = () => void run(signal => client.wakeRecommendation(id, signal))
  return (
    <>
      <RowButton
        text={text}
        label={!isNamed ? text : isSnoozed ? texts.wake : texts.snooze}
        variant="secondary"
        isDisabled={isDisabled || action.state === 'busy'}
        onPress={opener => (isSnoozed ? wake() : onSnooze(recommendation, opener))}
      />
      {isSnoozed && action.state === 'failed' && (
        <FailureAlert title={t('recs.wake.failed')} failure={action.failure} />
      )}
    </>
  )
}
