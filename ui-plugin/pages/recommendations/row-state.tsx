import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import type { Run } from '../../../shared/plan/run.ts'
import { RecommendationLabel } from '../../components/labels.tsx'
import { useRecommendationTexts } from '../../components/recommendation-texts.ts'
import { RowButton } from '../../components/row-button.tsx'
import { useUntilText } from '../../components/until-text.ts'
import type { Applicable } from '../../dialogs/apply-dialog.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { RunActions } from '../runs/run-actions.tsx'
import { RunProgress } from '../runs/run-progress.tsx'
import { StepProgress } from '../runs/step-progress.tsx'
import { SnoozeButton } from './snooze-button.tsx'

/** What a person can do with a row. `opener` gets the focus back when the dialog or the drawer closes. */
export type RowActions = Readonly<{
  onWhy(recommendation: Recommendation, opener: HTMLElement): void
  onApply(recommendation: Applicable, opener: HTMLElement): void
  onDismiss(recommendation: Recommendation, opener: HTMLElement): void
  onSnooze(recommendation: Recommendation, opener: HTMLElement): void
}>

export type RowStateProps = Readonly<{
  recommendation: Recommendation
  run: Run | undefined
  gone: boolean
  /** What has become of one that is gone, once that is known. */
  fate: Recommendation | undefined
  actions: RowActions
}>

/** The buttons while it is open; where it stands afterwards. A host is switched in the portal, so it has none to apply. */
export function RowState({ recommendation, run, gone, fate, actions }: RowStateProps) {
  const { t, exactTime } = useTexts()
  const untilText = useUntilText()
  const texts = useRecommendationTexts()(recommendation)
  const why = (
    <RowButton
      text={t('recs.why')}
      label={texts.why}
      variant="link"
      onPress={opener => actions.onWhy(recommendation, opener)}
    />
  )
  const [step, ...others] = run?.steps ?? []
  if (run !== undefined && step !== undefined) {
    return (
      <>
        {others.length === 0 ? <StepProgress step={step} /> : <RunProgress run={run} />}
        {why}
        {others.length > 0 && <RunActions run={run} />}
      </>
    )
  }
  if (gone) return <GoneState fate={fate} />
  const { state, snoozedUntilMs } = recommendation
  if (state !== 'open' && state !== 'snoozed') return <RecommendationLabel state={state} />
  const isOpen = state === 'open'
  return (
    <>
      {why}
      {isOpen && texts.apply !== undefined && recommendation.kind !== 'host' && (
        <RowButton
          text={t('recs.apply')}
          label={texts.apply}
          variant="primary"
          onPress={opener => actions.onApply(recommendation, opener)}
        />
      )}
      {isOpen && (
        <RowButton
          text={t('recs.dismiss')}
          label={texts.dismiss}
          variant="secondary"
          onPress={opener => actions.onDismiss(recommendation, opener)}
        />
      )}
      {!isOpen && <RecommendationLabel state="snoozed" />}
      {!isOpen && snoozedUntilMs !== undefined && (
        <span className="snoozed-until" title={exactTime(snoozedUntilMs)}>
          {untilText(snoozedUntilMs)}
        </span>
      )}
      <SnoozeButton recommendation={recommendation} onSnooze={actions.onSnooze} />
    </>
  )
}

/** What has become of it and why, as far as the service tells. */
function GoneState({ fate }: Readonly<{ fate: Recommendation | undefined }>) {
  const { reason } = useTexts()
  const isOver = fate !== undefined && fate.state !== 'open' && fate.state !== 'snoozed'
  if (!isOver) return <RecommendationLabel state="superseded" />
  return (
    <>
      <RecommendationLabel state={fate.state} />
      {fate.stateReason && <span className="gone-why">{reason(fate.stateReason)}</span>}
    </>
  )
}
