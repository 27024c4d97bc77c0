import { type Step, stepStates } from '../../../shared/plan/run.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { StepMark } from './step-mark.tsx'

/** How many steps of the run are done, under way, waiting or went wrong. */
export function StateCounts({ run }: Readonly<{ run: readonly Step[] }>) {
  const { t } = useTexts()
  const counts = Map.groupBy(run, ({ state }) => state)
  return (
    <>
      <ul className="timeline-states" aria-label={t('timeline.states')}>
        {stepStates
          .filter(state => counts.has(state))
          .map(state => (
            <li key={state}>
              <StepMark state={state} count={counts.get(state)?.length ?? 0} />
            </li>
          ))}
      </ul>
      <p className="field-note">{t('timeline.estimated')}</p>
    </>
  )
}
