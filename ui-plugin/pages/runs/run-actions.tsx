import { Button } from '@patternfly/react-core'
import type { PlanReply } from '../../../shared/api/plans.ts'
import type { Run } from '../../../shared/plan/run.ts'
import { useClient } from '../../api/api-context.tsx'
import { useAction } from '../../api/use-action.ts'
import { useFailureText } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { canStop, canUndo } from './run-facts.ts'
import { useRunTitle } from './use-run-title.ts'

export type RunActionsProps = Readonly<{
  run: Run
  /** The plan back, once it is made. Without it a run can only be stopped. */
  onPlanBack?: (reply: PlanReply) => void
}>

/** Stops a run while something of it has not started; has a plan back made once it is over. The outcome arrives as an event. */
export function RunActions({ run, onPlanBack }: RunActionsProps) {
  const { t } = useTexts()
  const client = useClient()
  const failureText = useFailureText()
  const [action, act] = useAction()
  const what = useRunTitle()(run)
  const isBusy = action.state === 'busy'
  const undo = async () => {
    const reply = await act(signal => client.undoRun(run.id, signal))
    if (reply !== undefined) onPlanBack?.(reply)
  }
  return (
    <>
      {canStop(run) && (
        <Button
          size="sm"
          variant="secondary"
          aria-label={t('runs.stop.of', { what })}
          isLoading={isBusy}
          spinnerAriaValueText={t('state.loading')}
          isAriaDisabled={isBusy}
          onClick={() => void act(signal => client.cancelRun(run.id, signal))}
        >
          {t('runs.stop')}
        </Button>
      )}
      {onPlanBack !== undefined && canUndo(run) && (
        <Button
          size="sm"
          variant="link"
          aria-label={t('runs.undo.of', { what })}
          isLoading={isBusy}
          spinnerAriaValueText={t('state.loading')}
          isAriaDisabled={isBusy}
          onClick={() => void undo()}
        >
          {t('runs.undo')}
        </Button>
      )}
      {action.state === 'failed' && (
        <span role="alert" className="step-problem">
          {failureText(action.failure)}
        </span>
      )}
    </>
  )
}
