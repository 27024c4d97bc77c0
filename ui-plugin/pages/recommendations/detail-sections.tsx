import { DescriptionList } from '@patternfly/react-core'
import type { RecommendationDetail } from '../../../shared/api/recommendations.ts'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { Fact } from '../../components/fact.tsx'
import { Section } from '../../components/section.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { MoveSections } from './move-sections.tsx'
import { PlanWithRun } from './plan-with-run.tsx'

/** Effect, price, alternatives, what was left out and why, and what it was decided with. */
export function DetailSections({
  detail: { recommendation, explanation },
}: Readonly<{ detail: RecommendationDetail }>) {
  const { t } = useTexts()
  return (
    <>
      {recommendation.kind === 'move' && <MoveSections move={recommendation} explanation={explanation} />}
      {recommendation.kind === 'plan' && <PlanWithRun recommendation={recommendation} />}
      <Section title={t('detail.values')}>
        <DecidedWith recommendation={recommendation} />
      </Section>
    </>
  )
}

function DecidedWith({ recommendation }: Readonly<{ recommendation: Recommendation }>) {
  const { t, time, exactTime } = useTexts()
  const { unitId, asked, properties, snapshotTakenAtMs } = recommendation
  const byScheduler = () => (asked === undefined ? unitId : t('detail.values.scheduler', { scheduler: unitId, asked }))
  const by = asked === 'hostPolicy' ? t('detail.values.hostPolicy') : byScheduler()
  return (
    <DescriptionList isHorizontal isCompact>
      <Fact term={t('detail.values.unit')}>{by}</Fact>
      {Object.entries(properties).map(([name, value]) => (
        <Fact key={name} term={name}>
          {String(value)}
        </Fact>
      ))}
      <Fact term={t('detail.snapshot')}>
        <span title={exactTime(snapshotTakenAtMs)}>{time(snapshotTakenAtMs)}</span>
      </Fact>
    </DescriptionList>
  )
}
