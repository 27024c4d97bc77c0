import { Button } from '@patternfly/react-core'
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import { useEffect, useRef } from 'react'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import type { Run } from '../../../shared/plan/run.ts'
import { PriorityLabel, RecommendationLabel } from '../../components/labels.tsx'
import { EntityLink } from '../../components/portal-links.tsx'
import { useNow } from '../../components/use-now.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { StepProgress } from '../runs/step-progress.tsx'
import { useCostText } from './cost-text.ts'
import type { SteadyRow } from './steady-rows.ts'

/** What a person can do with a row. `opener` gets the focus back when the dialog or the drawer closes. */
export type RowActions = Readonly<{
  onWhy(recommendation: Recommendation, opener: HTMLElement): void
  onApply(recommendation: Recommendation, opener: HTMLElement): void
  onDismiss(recommendation: Recommendation, opener: HTMLElement): void
}>

export type RecommendationTableProps = RowActions &
  Readonly<{
    rows: readonly SteadyRow[]
    runs: readonly Run[]
    showsCluster: boolean
    /** The one whose details are open. */
    chosenId: string | undefined
  }>

export function RecommendationTable({ rows, runs, showsCluster, chosenId, ...actions }: RecommendationTableProps) {
  const { t } = useTexts()
  return (
    <Table variant="compact" isStickyHeader aria-label={t('recs.title')} className="recommendation-table">
      <Thead>
        <Tr>
          <Th>{t('recs.column.vm')}</Th>
          <Th>{t('recs.column.move')}</Th>
          <Th>{t('recs.column.effect')}</Th>
          <Th className="wide-only">{t('recs.column.cost')}</Th>
          <Th className="wide-only">{t('recs.column.priority')}</Th>
          {showsCluster && <Th className="wide-only">{t('recs.column.cluster')}</Th>}
          <Th className="figure wide-only">{t('recs.column.age')}</Th>
          <Th screenReaderText={t('recs.column.actions')} />
        </Tr>
      </Thead>
      <Tbody>
        {rows.map(row => {
          const { id } = row.recommendation
          const run = runs.find(({ recommendationId }) => recommendationId === id)
          return (
            <Row
              key={id}
              row={row}
              run={run}
              showsCluster={showsCluster}
              isChosen={id === chosenId}
              actions={actions}
            />
          )
        })}
      </Tbody>
    </Table>
  )
}

type RowProps = Readonly<{
  row: SteadyRow
  run: Run | undefined
  showsCluster: boolean
  isChosen: boolean
  actions: RowActions
}>

function Row({ row: { recommendation, gone }, run, showsCluster, isChosen, actions }: RowProps) {
  const { t, duration, exactTime } = useTexts()
  const costText = useCostText()
  const now = useNow(10_000)
  const { vm, from, to, priority, createdAtMs, cluster } = recommendation
  const place = useRef<HTMLTableRowElement>(null)
  // The panel takes width, so the page may flow anew: the row that it is about stays in sight.
  useEffect(() => {
    if (isChosen) place.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  return (
    <Tr ref={place} className={gone && run === undefined ? 'row-gone' : ''} {...(isChosen && { isRowSelected: true })}>
      <Td dataLabel={t('recs.column.vm')} modifier="nowrap">
        <EntityLink kind="vm" name={vm.name} />
      </Td>
      <Td dataLabel={t('recs.column.move')} modifier="nowrap">
        <EntityLink kind="host" name={from.name} /> → <EntityLink kind="host" name={to.name} />
      </Td>
      <Td dataLabel={t('recs.column.effect')}>
        <Effects recommendation={recommendation} />
      </Td>
      <Td dataLabel={t('recs.column.cost')} className="wide-only">
        {costText(recommendation)}
      </Td>
      <Td dataLabel={t('recs.column.priority')} className="wide-only">
        <PriorityLabel priority={priority} />
      </Td>
      {showsCluster && (
        <Td dataLabel={t('recs.column.cluster')} className="wide-only">
          <EntityLink kind="cluster" name={cluster.name} />
        </Td>
      )}
      <Td dataLabel={t('recs.column.age')} className="figure wide-only">
        <span title={exactTime(createdAtMs)}>{duration((now - createdAtMs) / 1000)}</span>
      </Td>
      <Td>
        <div className="row-actions">
          <RowState recommendation={recommendation} run={run} gone={gone} actions={actions} />
        </div>
      </Td>
    </Tr>
  )
}

function Effects({ recommendation: { effects } }: Readonly<{ recommendation: Recommendation }>) {
  const { t, change, memory } = useTexts()
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

/** The buttons while it is open; where it stands afterwards. */
function RowState({
  recommendation,
  run,
  gone,
  actions,
}: Readonly<{ recommendation: Recommendation; run: Run | undefined; gone: boolean; actions: RowActions }>) {
  const { t } = useTexts()
  const { vm, to, state } = recommendation
  const step = run?.steps.find(candidate => candidate.vm.id === vm.id)
  const why = (
    <Button
      size="sm"
      variant="link"
      aria-label={t('recs.why.of', { vm: vm.name })}
      onClick={({ currentTarget }) => actions.onWhy(recommendation, currentTarget)}
    >
      {t('recs.why')}
    </Button>
  )
  if (step !== undefined) {
    return (
      <>
        <StepProgress step={step} />
        {why}
      </>
    )
  }
  if (gone || state !== 'open') return <RecommendationLabel state={gone ? 'superseded' : state} />
  return (
    <>
      {why}
      <Button
        size="sm"
        variant="primary"
        aria-label={t('recs.apply.of', { vm: vm.name, host: to.name })}
        onClick={({ currentTarget }) => actions.onApply(recommendation, currentTarget)}
      >
        {t('recs.apply')}
      </Button>
      <Button
        size="sm"
        variant="secondary"
        aria-label={t('recs.dismiss.of', { vm: vm.name })}
        onClick={({ currentTarget }) => actions.onDismiss(recommendation, currentTarget)}
      >
        {t('recs.dismiss')}
      </Button>
    </>
  )
}
