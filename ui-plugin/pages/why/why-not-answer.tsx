import type { PlacedHost, WhyNot } from '../../../shared/plan/placement.ts'
import { PageFailure, PageLoading } from '../../components/page-states.tsx'
import { ReasonList } from '../../components/reason-list.tsx'
import { Section } from '../../components/section.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { FilterList } from './filter-list.tsx'
import { UnitReason } from './unit-reason.tsx'
import { useWhyNot } from './use-vm-answers.ts'
import { WeightTable } from './weight-table.tsx'

export type WhyNotAnswerProps = Readonly<{ vmId: string; hostId: string; best: PlacedHost | undefined }>

/** Why a VM would not be placed on one host, what would change that, and everything that was asked about the host. */
export function WhyNotAnswer({ vmId, hostId, best }: WhyNotAnswerProps) {
  const { t } = useTexts()
  const [answer, reload] = useWhyNot(vmId, hostId)
  if (answer.state === 'loading') return <PageLoading />
  if (answer.state === 'failed') return <PageFailure failure={answer.failure} onRetry={reload} />
  const placed = answer.data.placement.hosts.find(({ host }) => host.id === hostId)
  return (
    <div className="why-answer">
      <Against answer={answer.data} />
      {placed?.kept && <WeightTable placed={placed} best={best} />}
      {placed && <FilterList verdicts={placed.verdicts} />}
      {placed?.kept === false && <p className="field-note">{t('why.weights.none')}</p>}
    </div>
  )
}

function Against({ answer: { isChosen, because, changes } }: Readonly<{ answer: WhyNot }>) {
  const { t } = useTexts()
  return (
    <div>
      <Section title={t(isChosen ? 'why.answer.nothing' : 'why.answer.against')}>
        <ul>
          {because.map(given => (
            <li key={given.text} className="listed-point">
              <UnitReason given={given} />
            </li>
          ))}
        </ul>
      </Section>
      {!isChosen && (
        <Section title={t('why.answer.changes')}>
          {changes.length === 0 ? <p>{t('why.answer.changes.none')}</p> : <ReasonList reasons={changes} />}
        </Section>
      )}
    </div>
  )
}
