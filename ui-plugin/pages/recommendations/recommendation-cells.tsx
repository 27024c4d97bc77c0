import { Td } from '@patternfly/react-table'
import type {
  HostRecommendation,
  MoveRecommendation,
  PlanRecommendation,
  Recommendation,
} from '../../../shared/plan/recommendation.ts'
import { EntityLink, HostsOfMove } from '../../components/portal-links.tsx'
import { useRecommendationTexts } from '../../components/recommendation-texts.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { useCostText } from './cost-text.ts'

/** What is to be done, and what that does and costs: four cells of a row. */
export function RecommendationCells({ recommendation }: Readonly<{ recommendation: Recommendation }>) {
  switch (recommendation.kind) {
    case 'move':
      return <MoveCells move={recommendation} />
    case 'host':
      return <HostCells wanted={recommendation} />
    case 'plan':
      return <PlanCells wanted={recommendation} />
  }
}

function MoveCells({ move }: Readonly<{ move: MoveRecommendation }>) {
  const { t } = useTexts()
  const costText = useCostText()
  const { vm, from, to } = move
  return (
    <>
      <Td dataLabel={t('recs.column.vm')} modifier="nowrap">
        <EntityLink kind="vm" name={vm.name} />
      </Td>
      <Td dataLabel={t('recs.column.move')} modifier="nowrap">
        <HostsOfMove from={from} to={to} />
      </Td>
      <Td dataLabel={t('recs.column.effect')}>
        <Effects move={move} />
      </Td>
      <Td dataLabel={t('recs.column.cost')} className="wide-only">
        {costText(move)}
      </Td>
    </>
  )
}

/** Without figures of a host there is still the reason. */
function Effects({ move: { effects, because } }: Readonly<{ move: MoveRecommendation }>) {
  const { t, change, memory, reasonSentence } = useTexts()
  if (effects.length === 0) return reasonSentence(because)
  return effects.map(effect => (
    <div key={effect.host.id} className="effect">
      {t('recs.effect', {
        host: effect.host.name,
        change: change(effect.memoryUsedBeforePercent, effect.memoryUsedAfterPercent),
        free: memory(effect.memoryFreeAfterMiB),
      })}
    </div>
  ))
}

function PlanCells({ wanted }: Readonly<{ wanted: PlanRecommendation }>) {
  const { t } = useTexts()
  const textsOf = useRecommendationTexts()
  const costText = useCostText()
  const { cluster, plan } = wanted
  return (
    <>
      <Td dataLabel={t('recs.column.vm')}>
        <EntityLink kind="cluster" name={cluster.name} />
      </Td>
      <Td dataLabel={t('recs.column.move')}>{textsOf(wanted).title}</Td>
      <Td dataLabel={t('recs.column.effect')}>
        <PlanEffect wanted={wanted} />
      </Td>
      <Td dataLabel={t('recs.column.cost')} className="wide-only">
        {costText({ cost: { transferMiB: plan.transferMiB, estimatedSeconds: plan.makespanS } })}
      </Td>
    </>
  )
}

/** In figures; a plan that changes none of them still has its reason. */
function PlanEffect({ wanted: { plan, because } }: Readonly<{ wanted: PlanRecommendation }>) {
  const { t, number, reasonSentence } = useTexts()
  const { scoreBefore, scoreAfter, emptied, blocked } = plan
  const effects = [
    ...(scoreBefore === undefined || scoreAfter === undefined || scoreBefore === scoreAfter
      ? []
      : [t('recs.plan.score', { before: number(scoreBefore), after: number(scoreAfter) })]),
    ...(emptied.length === 0
      ? []
      : [t('recs.plan.emptied', { count: emptied.length, hosts: emptied.map(({ name }) => name).join(', ') })]),
    ...(blocked.length === 0 ? [] : [t('recs.plan.blocked', { count: blocked.length })]),
  ]
  if (effects.length === 0) return reasonSentence(because)
  return effects.map(effect => <div key={effect}>{effect}</div>)
}

function HostCells({ wanted }: Readonly<{ wanted: HostRecommendation }>) {
  const { t, reasonSentence } = useTexts()
  const textsOf = useRecommendationTexts()
  return (
    <>
      <Td dataLabel={t('recs.column.vm')} modifier="nowrap">
        <EntityLink kind="host" name={wanted.host.name} />
      </Td>
      <Td dataLabel={t('recs.column.move')}>
        {textsOf(wanted).title}
        <div className="field-note">{t(`recs.host.where.${wanted.action}`)}</div>
      </Td>
      <Td dataLabel={t('recs.column.effect')}>{reasonSentence(wanted.because)}</Td>
      <Td dataLabel={t('recs.column.cost')} className="wide-only">
        {t('recs.cost.none')}
      </Td>
    </>
  )
}
