import type { StepState } from '../../../shared/plan/run.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { stepLooks } from '../labels.tsx'

export type StepMarkProps = Readonly<{ state: StepState; count?: number }>

/** The state of a step as icon and word; with `count`, of how many. */
export function StepMark({ state, count }: StepMarkProps) {
  const { t, number } = useTexts()
  return (
    <>
      <span aria-hidden className="timeline-icon">
        {stepLooks[state].icon}
      </span>{' '}
      {count !== undefined && `${number(count)} `}
      {t(`runs.step.${state}`)}
    </>
  )
}
