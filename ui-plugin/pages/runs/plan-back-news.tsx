import { AlertActionCloseButton, AlertActionLink } from '@patternfly/react-core'
import type { PlanReply } from '../../../shared/api/plans.ts'
import { Alert } from '../../components/alert.tsx'
import { WhoIsBlocked } from '../../dialogs/nothing-to-move.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

export type PlanBackNewsProps = Readonly<{
  made: PlanReply | undefined
  onShow: (recommendationId: string, opener: HTMLElement) => void
  onClose: () => void
}>

/** What came of undoing a run: a plan, which nobody has applied yet, or why there is nothing to move back. */
export function PlanBackNews({ made, onShow, onClose }: PlanBackNewsProps) {
  const { t, duration } = useTexts()
  if (made === undefined) return <div aria-live="polite" />
  const { plan, recommendationId } = made
  const close = <AlertActionCloseButton aria-label={t('state.close')} onClose={onClose} />
  return (
    <div aria-live="polite" className="plan-back-news">
      {recommendationId === undefined ? (
        <Alert component="h3" isInline variant="info" title={t('runs.undo.nothing')} actionClose={close}>
          <p>
            {plan.blocked.length === 0
              ? t('runs.undo.nothing.body')
              : t('runs.undo.nothing.blocked', { count: plan.blocked.length })}
          </p>
          <WhoIsBlocked blocked={plan.blocked} />
        </Alert>
      ) : (
        <Alert
          component="h3"
          isInline
          variant="success"
          title={t('runs.undo.made', { moves: plan.steps.length, duration: duration(plan.makespanS) })}
          actionClose={close}
          actionLinks={
            <AlertActionLink onClick={({ currentTarget }) => onShow(recommendationId, currentTarget)}>
              {t('runs.undo.show')}
            </AlertActionLink>
          }
        >
          {t('runs.undo.made.body')}
        </Alert>
      )}
    </div>
  )
}
