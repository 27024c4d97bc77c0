import { Progress, ProgressMeasureLocation } from '@patternfly/react-core'
import type { Run } from '../../../shared/plan/run.ts'
import { RunLabel } from '../../components/labels.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { doneOf, holdUpOf, isRunOver, problemOf, standingOf } from './run-facts.ts'
import { useRunTitle } from './use-run-title.ts'

/** Where a run of many steps stands: its word, how many are made, and what holds it up or went wrong first. */
export function RunProgress({ run }: Readonly<{ run: Run }>) {
  const { t, reason } = useTexts()
  const what = useRunTitle()(run)
  const [done, total] = [doneOf(run), run.steps.length]
  const of = t('runs.many.of', { done, total })
  const problem = isRunOver(run) ? problemOf(run) : holdUpOf(run)
  return (
    <div className="step-progress run-progress">
      <RunLabel standing={standingOf(run)} />
      {isRunOver(run) ? (
        <span className="run-count">{of}</span>
      ) : (
        <Progress
          value={done}
          max={total}
          label={of}
          valueText={of}
          size="sm"
          measureLocation={ProgressMeasureLocation.outside}
          aria-label={t('runs.many.progress', { what })}
        />
      )}
      {run.cancelledBy !== undefined && (
        <span className="step-problem">{t('runs.many.stoppedBy', { user: run.cancelledBy.name })}</span>
      )}
      {run.cancelledBy === undefined && problem !== undefined && (
        <span className="step-problem">{reason(problem)}</span>
      )}
    </div>
  )
}
