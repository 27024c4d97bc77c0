import { BanIcon, CheckIcon, QuestionCircleIcon } from '@patternfly/react-icons'
import type { ComponentType } from 'react'
import type { PlacedHost } from '../../../shared/plan/placement.ts'
import { Section } from '../../components/section.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { UnitReason } from './unit-reason.tsx'

type Verdict = PlacedHost['verdicts'][number]

const marks: Readonly<Record<Verdict['verdict'], readonly [Icon: ComponentType, level: string]>> = {
  dropped: [BanIcon, 'over'],
  unknown: [QuestionCircleIcon, 'unknown'],
  kept: [CheckIcon, 'ok'],
}
const order = ['dropped', 'unknown', 'kept'] as const

export type FilterListProps = Readonly<{
  verdicts: readonly Verdict[]
  /** Where the host is not named beside it. */
  title?: string
}>

/** What each filter says of a host: those that refuse it first. Those that keep it without a figure share a line. */
export function FilterList({ verdicts, title }: FilterListProps) {
  const { t } = useTexts()
  const by = Map.groupBy(verdicts, ({ verdict }) => verdict)
  const count = (verdict: Verdict['verdict']) => by.get(verdict)?.length ?? 0
  const told = order
    .flatMap(verdict => by.get(verdict) ?? [])
    .filter(({ verdict, reason }) => verdict !== 'kept' || reason !== undefined)
  const silent = (by.get('kept') ?? []).filter(({ reason }) => reason === undefined)
  return (
    <Section title={title ?? t('why.filters')}>
      <p className="field-note">
        {t('why.filters.count', { kept: count('kept'), refused: count('dropped'), unknown: count('unknown') })}
      </p>
      <ul>
        {told.map(verdict => (
          <li key={verdict.unit} className="why-filter">
            <Mark verdict={verdict.verdict} />
            <span>
              {verdict.reason ? (
                <UnitReason given={verdict.reason} unit={verdict.unit} />
              ) : (
                <>
                  <strong className="why-unit">{verdict.unit}: </strong>
                  {verdict.field !== undefined && t('why.fact', { field: verdict.field })}
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      {silent.length > 0 && (
        <p className="field-note">{t('why.filters.rest', { filters: silent.map(({ unit }) => unit).join(', ') })}</p>
      )}
    </Section>
  )
}

function Mark({ verdict }: Readonly<{ verdict: Verdict['verdict'] }>) {
  const { t } = useTexts()
  const [Icon, level] = marks[verdict]
  const word = t(`why.filter.${verdict}`)
  return (
    <span className={`level-mark-${level}`} title={word}>
      <Icon aria-hidden />
      <span className="pf-v6-screen-reader">{word}</span>
    </span>
  )
}
