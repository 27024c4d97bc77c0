import type { Recommendation } from '../../shared/plan/recommendation.ts'
import { useClient } from '../api/api-context.tsx'
import { useRecommendationTexts } from '../components/recommendation-texts.ts'
import { useTexts } from '../messages/use-texts.tsx'
import { ReasonDialog } from './reason-dialog.tsx'

export type DismissDialogProps = Readonly<{
  recommendation: Recommendation
  onClose: () => void
  onDismissed: () => void
}>

/** Puts a recommendation aside. */
export function DismissDialog({ recommendation, onClose, onDismissed }: DismissDialogProps) {
  const { t } = useTexts()
  const { dismissTitle } = useRecommendationTexts()(recommendation)
  const client = useClient()
  const texts = {
    title: dismissTitle,
    body: t('dismiss.body'),
    reason: t('dismiss.reason'),
    failed: t('dismiss.failed'),
    confirm: t('dismiss.confirm'),
  }
  return (
    <ReasonDialog
      id="dismiss"
      texts={texts}
      act={(reason, signal) => client.dismissRecommendation(recommendation.id, reason, signal)}
      onDone={onDismissed}
      onClose={onClose}
    />
  )
}
