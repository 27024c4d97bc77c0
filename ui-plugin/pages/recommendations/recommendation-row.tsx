import { Checkbox } from '@patternfly/react-core'
import { Td, Tr } from '@patternfly/react-table'
import { useEffect, useRef } from 'react'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import type { Run } from '../../../shared/plan/run.ts'
import { PriorityLabel } from '../../components/labels.tsx'
import { EntityLink } from '../../components/portal-links.tsx'
import { useRecommendationTexts } from '../../components/recommendation-texts.ts'
import { useNow } from '../../components/use-now.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { RecommendationCells } from './recommendation-cells.tsx'
import { type RowActions, RowState } from './row-state.tsx'
import type { SteadyRow } from './steady-rows.ts'
import { isSelectable, type Selection } from './use-selection.ts'

export type RecommendationRowProps = Readonly<{
  row: SteadyRow
  run: Run | undefined
  fate: Recommendation | undefined
  showsCluster: boolean
  isChosen: boolean
  actions: RowActions
  selection: Selection | undefined
}>

/** One recommendation: what is to be done, what it takes, and what can be decided about it. */
export function RecommendationRow(props: RecommendationRowProps) {
  const { row, run, fate, showsCluster, isChosen, actions, selection } = props
  const { recommendation, gone } = row
  const { t, duration, exactTime } = useTexts()
  const textsOf = useRecommendationTexts()
  const now = useNow(10_000)
  const { id, priority, createdAtMs, cluster } = recommendation
  const place = useRef<HTMLTableRowElement>(null)
  // The panel takes width, so the page may flow anew: the row that it is about stays in sight.
  useEffect(() => {
    if (isChosen) place.current?.scrollIntoView({ block: 'nearest' })
  }, [isChosen])
  return (
    <Tr ref={place} className={gone && run === undefined ? 'row-gone' : ''} {...(isChosen && { isRowSelected: true })}>
      {selection && (
        <Td className="pf-v6-c-table__check">
          <Checkbox
            id={`select-${id}`}
            aria-label={t('recs.select', { what: textsOf(recommendation).title })}
            isChecked={selection.has(id)}
            isDisabled={!isSelectable(row)}
            onChange={(_event, isSelected) => selection.set([id], isSelected)}
          />
        </Td>
      )}
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
          <RowState recommendation={recommendation} run={run} gone={gone} fate={fate} actions={actions} />
        </div>
      </Td>
    </Tr>
  )
}
