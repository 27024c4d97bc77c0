import { Checkbox } from '@patternfly/react-core'
import { Th, Thead, Tr } from '@patternfly/react-table'
import { columnSort } from '../../components/column-sort.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { firstDirection, type Order, type SortColumn } from './arrange-recommendations.ts'

export type RecommendationHeadProps = Readonly<{
  order: Order
  onOrder: (order: Order) => void
  showsCluster: boolean
  /** Absent: rows are not selected here. */
  selectPage?: Readonly<{ isSelected: boolean; isDisabled: boolean; onSelect: (isSelected: boolean) => void }>
}>

/** The columns; by most of them the rows can be sorted. */
export function RecommendationHead({ order, onOrder, showsCluster, selectPage }: RecommendationHeadProps) {
  const { t } = useTexts()
  const sort = columnSort({ columns, order, firstDirection, onOrder })
  return (
    <Thead>
      <Tr>
        {selectPage && (
          <Th className="pf-v6-c-table__check" aria-label={t('recs.select.page')}>
            <Checkbox
              id="select-page"
              aria-label={t('recs.select.page')}
              isChecked={selectPage.isSelected}
              isDisabled={selectPage.isDisabled}
              onChange={(_event, isSelected) => selectPage.onSelect(isSelected)}
            />
          </Th>
        )}
        <Th modifier="wrap" sort={sort('name')}>
          {t('recs.column.vm')}
        </Th>
        <Th>{t('recs.column.move')}</Th>
        <Th modifier="wrap" sort={sort('gain')}>
          {t('recs.column.effect')}
        </Th>
        <Th className="wide-only" modifier="nowrap" sort={sort('cost')}>
          {t('recs.column.cost')}
        </Th>
        <Th className="wide-only" modifier="nowrap" sort={sort('priority')}>
          {t('recs.column.priority')}
        </Th>
        {showsCluster && (
          <Th className="wide-only" modifier="nowrap" sort={sort('cluster')}>
            {t('recs.column.cluster')}
          </Th>
        )}
        <Th className="figure wide-only" modifier="nowrap" sort={sort('age')}>
          {t('recs.column.age')}
        </Th>
        <Th screenReaderText={t('recs.column.actions')} />
      </Tr>
    </Thead>
  )
}

const columns: readonly SortColumn[] = ['name', 'gain', 'cost', 'priority', 'cluster', 'age']
