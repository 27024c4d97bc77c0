import type { PlannedStep } from '../../../shared/plan/plan.ts'
import type { Step } from '../../../shared/plan/run.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { stepLooks } from '../labels.tsx'

/** Where a step stands at the chosen point of the plan. */
export type StepPhase = 'done' | 'underWay' | 'later'

export type TimelineStepProps = Readonly<{
  step: PlannedStep
  spanS: number
  phase: StepPhase
  /** The step of the run that carries the plan out. */
  made: Step | undefined
}>

/** One step as a bar from its begin to its end: which VM, from where to where, how long, and how it stands. */
export function TimelineStep({ step, spanS, phase, made }: TimelineStepProps) {
  const { t, number, duration, percent } = useTexts()
  const { index, vm, from, to, startsAtS, endsAtS } = step
  const names = { from: from.name, to: to.name, duration: duration(endsAtS - startsAtS) }
  const what = t('timeline.step', { ...names, number: number(index + 1), vm: vm.name })
  const word = made && t(`runs.step.${made.state}`)
  const state = made?.state === 'running' ? `${word} ${percent(made.progressPercent)}` : word
  return (
    <span
      className={`timeline-step timeline-step-${made === undefined ? `at-${phase}` : made.state}`}
      style={{
        insetInlineStart: `${(100 * startsAtS) / spanS}%`,
        inlineSize: `${(100 * (endsAtS - startsAtS)) / spanS}%`,
      }}
      title={state === undefined ? what : t('timeline.step.state', { step: what, state })}
    >
      {made?.state === 'running' && (
        <span className="timeline-step-progress" style={{ inlineSize: `${made.progressPercent}%` }} />
      )}
      <span className="timeline-step-name">
        {made && <span className="timeline-icon">{stepLooks[made.state].icon}</span>} {vm.name}
        {state !== undefined && <span className="timeline-step-word">: {state}</span>}
      </span>
      <span className="timeline-step-move">{t('timeline.move', names)}</span>
    </span>
  )
}
