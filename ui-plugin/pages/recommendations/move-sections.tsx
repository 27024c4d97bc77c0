import type { Explanation, MoveRecommendation } from '../../../shared/plan/recommendation.ts'
import { EntityLink } from '../../components/portal-links.tsx'
import { Section } from '../../components/section.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { memoryLimitOf } from '../hosts/host-loads.ts'
import { MoveChoice } from './move-choice.tsx'
import { MoveCost } from './move-cost.tsx'
import { MoveEffects } from './move-effects.tsx'
import { SkippedTable } from './skipped-table.tsx'

export type MoveSectionsProps = Readonly<{ move: MoveRecommendation; explanation: Explanation }>

/** A move whole: both hosts before and after, price, why this host and what would turn it, and who was left out. */
export function MoveSections({ move, explanation: { skippedHosts, skippedVms } }: MoveSectionsProps) {
  const { t } = useTexts()
  const { effects, alternatives } = move
  return (
    <>
      <Section title={t('detail.effect')}>
        {effects.length === 0 ? (
          t('detail.effect.unknown')
        ) : (
          <MoveEffects effects={effects} limitMiB={memoryLimitOf(move.because)} />
        )}
      </Section>
      <Section title={t('detail.cost')}>
        <MoveCost move={move} />
      </Section>
      {move.state === 'open' ? <MoveChoice move={move} /> : <p className="detail-section">{t('choice.over')}</p>}
      <Section title={t('detail.alternatives')}>
        {alternatives.length === 0 ? t('detail.alternatives.none') : <Alternatives hosts={alternatives} />}
      </Section>
      <Section title={t('detail.skippedHosts', { count: skippedHosts.length })}>
        <SkippedTable kind="host" skipped={skippedHosts} />
      </Section>
      <Section title={t('detail.skippedVms', { count: skippedVms.length })}>
        <SkippedTable kind="vm" skipped={skippedVms} />
      </Section>
    </>
  )
}

/** Best first; of many, those that matter. */
function Alternatives({ hosts }: Readonly<{ hosts: MoveRecommendation['alternatives'] }>) {
  const { t } = useTexts()
  return (
    <ol className="alternatives">
      {hosts.slice(0, ALTERNATIVES_SHOWN).map(({ id, name }) => (
        <li key={id}>
          <EntityLink kind="host" name={name} />
        </li>
      ))}
      {hosts.length > ALTERNATIVES_SHOWN && (
        <li className="more">{t('detail.alternatives.more', { count: hosts.length - ALTERNATIVES_SHOWN })}</li>
      )}
    </ol>
  )
}

const ALTERNATIVES_SHOWN = 8
