import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import { useEffect, useRef } from 'react'
import type { Run } from '../../../shared/plan/run.ts'
import { PriorityLabel } from '../../components/labels.tsx'
import { EntityLink } from '../../components/portal-links.tsx'
import { useNow } from '../../components/use-now.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { RecommendationCells } from './recommendation-cells.tsx'
import { type RowActions, RowState } from './row-state.tsx'
import type { SteadyRow } from './steady-rows.ts'

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
          <Th modifier="wrap">{t('recs.column.vm')}</Th>
          <Th>{t('recs.column.move')}</Th>
          <Th modifier="wrap">{t('recs.column.effect')}</Th>
          <Th className="wide-only">{t('recs.column.cost')}</Th>
          <Th className="wide-only" modifier="nowrap">
            {t('recs.column.priority')}
          </Th>
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
  const now = useNow(10_000)
  const { priority, createdAtMs, cluster } = recommendation
  const place = useRef<HTMLTableRowElement>(null)
  // The panel takes width, so the page may flow anew: the row that it is about stays in sight.
  useEffect(() => {
    if (isChosen) place.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  return (
    <Tr ref={place} className={gone && run === undefined ? 'row-gone' : ''} {...(isChosen && { isRowSelected: true })}>
      <RecommendationCells recommendation={recommendation} />
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
