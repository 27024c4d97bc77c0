import { Button } from '@patternfly/react-core'
import type { RecommendationDetail } from '../../../shared/api/recommendations.ts'
import { Alert } from '../../components/alert.tsx'
import { RecommendationLabel } from '../../components/labels.tsx'
import { useUntilText } from '../../components/until-text.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import type { RowActions } from './row-state.tsx'
import { SnoozeButton } from './snooze-button.tsx'

export type DetailActionsProps = Readonly<{ detail: RecommendationDetail; actions: RowActions }>

/** How a recommendation stands, and what can be done with it as long as it waits for somebody. */
export function DetailActions({ detail, actions }: DetailActionsProps) {
  const { t } = useTexts()
  const { recommendation, mayApply, permissionNeeded } = detail
  const { state, cluster, kind } = recommendation
  const isOpen = state === 'open'
  return (
    <>
      {!isOpen && <Standing recommendation={recommendation} />}
      {(isOpen || state === 'snoozed') && (
        <div className="detail-actions">
          {isOpen && kind !== 'host' && (
            <Button
              size="sm"
              isAriaDisabled={!mayApply}
              onClick={({ currentTarget }) => actions.onApply(recommendation, currentTarget)}
            >
              {t('recs.apply')}
            </Button>
          )}
          {isOpen && (
            <Button
              size="sm"
              variant="secondary"
              isAriaDisabled={!mayApply}
              onClick={({ currentTarget }) => actions.onDismiss(recommendation, currentTarget)}
            >
              {t('recs.dismiss')}
            </Button>
          )}
          <SnoozeButton
            recommendation={recommendation}
            isNamed={false}
            isDisabled={!mayApply}
            onSnooze={actions.onSnooze}
          />
          {!mayApply && (
            <p className="field-note">{t('apply.denied', { permission: permissionNeeded, cluster: cluster.name })}</p>
          )}
        </div>
      )}
    </>
  )
}

/** Where it stands when it is no longer open, and why; of a snoozed one, until when. */
function Standing({ recommendation }: Pick<RecommendationDetail, 'recommendation'>) {
  const { reason, exactTime } = useTexts()
  const untilText = useUntilText()
  const { state, stateReason, snoozedUntilMs } = recommendation
  return (
    <Alert
      component="h2"
      isInline
      variant={state === 'failed' ? 'danger' : 'info'}
      title={
        <>
          <RecommendationLabel state={state} />
          {snoozedUntilMs !== undefined && (
            <span className="aside" title={exactTime(snoozedUntilMs)}>
              {untilText(snoozedUntilMs)}
            </span>
          )}
        </>
      }
      className="detail-state"
    >
      {stateReason && reason(stateReason)}
    </Alert>
  )
}
