import type { ThProps } from '@patternfly/react-table'

type Order<Column> = Readonly<{ by: Column; direction: 'asc' | 'desc' }>

export type ColumnSortAsked<Column> = Readonly<{
  /** Those that rows can be sorted by. */
  columns: readonly Column[]
  order: Order<Column>
  /** What is asked for first of a column. */
  firstDirection: (by: Column) => Order<Column>['direction']
  onOrder: (order: Order<Column>) => void
}>

/** What the head of a column needs, so that rows can be sorted by it. */
export const columnSort =
  <Column>({ columns, order, firstDirection, onOrder }: ColumnSortAsked<Column>) =>
  (by: Column): NonNullable<ThProps['sort']> => ({
    columnIndex: columns.indexOf(by),
    sortBy: { index: columns.indexOf(order.by), direction: order.direction, defaultDirection: firstDirection(by) },
    onSort: (_event, _index, direction) => onOrder({ by, direction }),
  })
