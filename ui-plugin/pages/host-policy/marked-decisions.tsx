import { useFirstOf } from '../../components/show-more.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import type { DecisionMark } from './marks-of.ts'
import { useDecisionText } from './use-decision-text.ts'

const FIRST = 10

/** What was decided where a mark stands; before one is chosen, how that is done. */
export function MarkedDecisions({ mark, hostName }: Readonly<{ mark: DecisionMark | undefined; hostName: string }>) {
  const { t } = useTexts()
  return (
    <div aria-live="polite" className="marked-decisions">
      {mark === undefined ? (
        <p className="field-note">{t('tuning.marks.howTo')}</p>
      ) : (
        <Marked key={mark.decisions[0].id} mark={mark} hostName={hostName} />
      )}
    </div>
  )
}

function Marked({ mark: { atMs, decisions }, hostName }: Readonly<{ mark: DecisionMark; hostName: string }>) {
  const { t, time, exactTime } = useTexts()
  const textOf = useDecisionText(hostName)
  const [shown, more] = useFirstOf(decisions, FIRST)
  return (
    <>
      <p title={exactTime(atMs)}>
        <strong>{t('tuning.marks.mark', { count: decisions.length, time: time(atMs) })}</strong>
      </p>
      <ul>
        {shown.map(decision => (
          <li key={decision.id}>{textOf(decision)}</li>
        ))}
      </ul>
      {more}
    </>
  )
}
