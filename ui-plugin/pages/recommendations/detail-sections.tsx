import { DescriptionList } from '@patternfly/react-core'
import type { RecommendationDetail } from '../../../shared/api/recommendations.ts'
import type {
  Explanation,
  HostEffect,
  MoveRecommendation,
  Recommendation,
} from '../../../shared/plan/recommendation.ts'
import { Fact } from '../../components/fact.tsx'
import { levelOfPercent } from '../../components/host-bars/host-load.ts'
import { UseBar } from '../../components/host-bars/use-bar.tsx'
import { EntityLink } from '../../components/portal-links.tsx'
import { Section } from '../../components/section.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { limitPercent, memoryLimitOf } from '../hosts/host-loads.ts'
import { usePauseText } from './pause-text.ts'
import { PlanSections } from './plan-sections.tsx'
import { SkippedTable } from './skipped-table.tsx'

/** Effect, price, alternatives, what was left out and why, and what it was decided with. */
export function DetailSections({
  detail: { recommendation, explanation },
}: Readonly<{ detail: RecommendationDetail }>) {
  const { t } = useTexts()
  return (
    <>
      {recommendation.kind === 'move' && <OfMove move={recommendation} explanation={explanation} />}
      {recommendation.kind === 'plan' && <PlanSections plan={recommendation.plan} />}
      <Section title={t('detail.values')}>
        <DecidedWith recommendation={recommendation} />
      </Section>
    </>
  )
}

function OfMove({ move, explanation }: Readonly<{ move: MoveRecommendation; explanation: Explanation }>) {
  const { t } = useTexts()
  const { effects, alternatives } = move
  const { skippedHosts, skippedVms } = explanation
  const limitMiB = memoryLimitOf(move.because)
  return (
    <>
      <Section title={t('detail.effect')}>
        {effects.length === 0 && t('detail.effect.unknown')}
        {effects.map(effect => (
          <Effect key={effect.host.id} effect={effect} limitMiB={limitMiB} />
        ))}
      </Section>
      <Section title={t('detail.cost')}>
        <Cost move={move} />
      </Section>
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

function Effect({ effect, limitMiB }: Readonly<{ effect: HostEffect; limitMiB: number | undefined }>) {
  const { t, percent, memory } = useTexts()
  const { host, memoryUsedBeforePercent: before, memoryUsedAfterPercent: after, cpuBeforePercent } = effect
  const bar = (label: string, usedPercent: number, freeMiB: number) => (
    <div className="detail-measure">
      <span>{label}</span>
      <UseBar
        label={`${t('hosts.bar.memory', { host: host.name })}, ${label}`}
        percent={usedPercent}
        level={limitMiB !== undefined && freeMiB < limitMiB ? 'over' : levelOfPercent(usedPercent)}
        limitPercent={limitMiB === undefined ? undefined : limitPercent(limitMiB, effect.memoryTotalMiB)}
      />
      <span className="figure">
        {percent(usedPercent)}
        <span className="aside">{t('hosts.free', { memory: memory(freeMiB) })}</span>
      </span>
    </div>
  )
  return (
    <div className="detail-effect">
      <EntityLink kind="host" name={host.name} />
      <span className="aside">
        {t('detail.cpu')} {percent(cpuBeforePercent)}
      </span>
      {bar(t('detail.before'), before, effect.memoryFreeBeforeMiB)}
      {bar(t('detail.afterwards'), after, effect.memoryFreeAfterMiB)}
    </div>
  )
}

function Cost({ move: { cost } }: Readonly<{ move: MoveRecommendation }>) {
  const { t, memory, duration } = useTexts()
  const pause = usePauseText()
  const { transferMiB, estimatedSeconds, downtimeMs } = cost
  if (estimatedSeconds === undefined) return t('detail.cost.unknown', { memory: memory(transferMiB) })
  return t('detail.cost.text', {
    memory: memory(transferMiB),
    duration: duration(estimatedSeconds),
    pause: pause([downtimeMs]),
  })
}

function DecidedWith({ recommendation }: Readonly<{ recommendation: Recommendation }>) {
  const { t, time, exactTime } = useTexts()
  const { unitId, asked, properties, snapshotTakenAtMs } = recommendation
  const by = asked === undefined ? unitId : t('detail.values.scheduler', { scheduler: unitId, asked })
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
