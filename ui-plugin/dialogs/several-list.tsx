import { CheckCircleIcon, ExclamationCircleIcon } from '@patternfly/react-icons'
import type { Outcome } from '../../shared/api/recommendations.ts'
import type { Recommendation } from '../../shared/plan/recommendation.ts'
import { StateLabel } from '../components/labels.tsx'
import { useFailureText } from '../components/page-states.tsx'
import { useRecommendationTexts } from '../components/recommendation-texts.ts'
import { useFirstOf } from '../components/show-more.tsx'
import { useTexts } from '../messages/use-texts.tsx'

export type SeveralListProps = Readonly<{
  recommendations: readonly Recommendation[]
  outcomes: ReadonlyMap<string, Outcome>
  /** What is said of one that was done. */
  done: string
}>

const FIRST = 50

/** Each of them, the most urgent first, with what became of it. */
export function SeveralList({ recommendations, outcomes, done }: SeveralListProps) {
  const { t } = useTexts()
  const textsOf = useRecommendationTexts()
  const [shown, more] = useFirstOf(recommendations, FIRST)
  return (
    <>
      <ul className="several-list" aria-label={t('several.list')}>
        {shown.map(one => (
          <li key={one.id} className="several-item">
            <span>{textsOf(one).title}</span>
            <OutcomeOf outcome={outcomes.get(one.id)} done={done} />
          </li>
        ))}
      </ul>
      {more}
    </>
  )
}

function OutcomeOf({ outcome, done }: Readonly<{ outcome: Outcome | undefined; done: string }>) {
  const { t } = useTexts()
  const failureText = useFailureText()
  if (outcome === undefined) return null
  const { problem } = outcome
  if (problem === undefined) return <StateLabel look={{ icon: <CheckCircleIcon />, status: 'success' }} text={done} />
  return (
    <span className="several-refused">
      <StateLabel look={{ icon: <ExclamationCircleIcon />, status: 'danger' }} text={t('several.refused')} />
      <span className="field-note">{failureText(problem)}</span>
    </span>
  )
}
