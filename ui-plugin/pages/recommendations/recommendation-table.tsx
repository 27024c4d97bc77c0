import { Table, Tbody } from '@patternfly/react-table'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import type { Run } from '../../../shared/plan/run.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import type { Order } from './arrange-recommendations.ts'
import { RecommendationHead } from './recommendation-head.tsx'
import { RecommendationRow } from './recommendation-row.tsx'
import type { RowActions } from './row-state.tsx'
import type { SteadyRow } from './steady-rows.ts'
import { isSelectable, type Selection } from './use-selection.ts'

export type RecommendationTableProps = RowActions &
  Readonly<{
    rows: readonly SteadyRow[]
    runs: readonly Run[]
    /** By id, what has become of those that are gone. */
    fates: ReadonlyMap<string, Recommendation>
    showsCluster: boolean
    /** The one whose details are open. */
    chosenId: string | undefined
    order: Order
    onOrder: (order: Order) => void
    /** Absent: rows are not selected here. */
    selection?: Selection
  }>

/** One page of recommendations. */
export function RecommendationTable(props: RecommendationTableProps) {
  const { rows, runs, fates, showsCluster, chosenId, order, onOrder, selection, ...actions } = props
  const { t } = useTexts()
  const selectable = rows.filter(isSelectable).map(({ recommendation }) => recommendation.id)
  return (
    <Table variant="compact" isStickyHeader aria-label={t('recs.title')} className="recommendation-table">
      <RecommendationHead
        order={order}
        onOrder={onOrder}
        showsCluster={showsCluster}
        {...(selection && {
          selectPage: {
            isSelected: selectable.length > 0 && selectable.every(id => selection.has(id)),
            isDisabled: selectable.length === 0,
            onSelect: isSelected => selection.set(selectable, isSelected),
          },
        })}
      />
      <Tbody>
        {rows.map(row => {
          const { id } = row.recommendation
          return (
            <RecommendationRow
              key={id}
              row={row}
              run={runs.find(({ recommendationId }) => recommendationId === id)}
              fate={fates.get(id)}
              showsCluster={showsCluster}
              isChosen={id === chosenId}
              actions={actions}
              selection={selection}
            />
          )
        })}
      </Tbody>
    </Table>
  )
}
