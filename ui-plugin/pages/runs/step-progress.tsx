import { Progress, ProgressMeasureLocation } from '@patternfly/react-core'
import type { Step } from '../../../shared/plan/run.ts'
import { StepLabel } from '../../components/labels.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

/** Where one move stands: its word, a bar while it runs, the problem when it has one. */
export function StepProgress({ step: { state, vm, progressPercent, problem } }: Readonly<{ step: Step }>) {
  const { t, reason } = useTexts()
  return (
    <div className="step-progress">
      <StepLabel state={state} />
      {state === 'running' && (
        <Progress
          value={Math.round(progressPercent)}
          size="sm"
          measureLocation={ProgressMeasureLocation.outside}
          aria-label={t('runs.progress', { vm: vm.name })}
        />
      )}
      {problem !== undefined && <span className="step-problem">{reason(problem)}</span>}
    </div>
  )
}
