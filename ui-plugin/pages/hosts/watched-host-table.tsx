import { Table, Tbody, Th, Thead, Tr } from '@patternfly/react-table'
import { columnSort } from '../../components/column-sort.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { firstDirection, type HostColumn, type HostOrder, hostColumns } from './arrange-hosts.ts'
import type { SteadyHost } from './use-steady-hosts.ts'
import { WatchedHostRow } from './watched-host-row.tsx'

export type WatchedHostTableProps = Readonly<{
  rows: readonly SteadyHost[]
  loadedAtMs: number
  order: HostOrder
  onOrder: (order: HostOrder) => void
  shownId: string | undefined
  onShow: (id: string) => void
}>

const classes: Readonly<Partial<Record<HostColumn, string>>> = {
  cluster: 'if-720',
  swap: 'figure if-980',
  ksm: 'figure if-1080',
  vms: 'figure if-880',
  age: 'figure if-740',
}

/** One page of hosts; by every column they can be sorted. */
export function WatchedHostTable({ rows, loadedAtMs, order, onOrder, shownId, onShow }: WatchedHostTableProps) {
  const { t } = useTexts()
  const sort = columnSort({ columns: hostColumns, order, firstDirection, onOrder })
  return (
    <Table variant="compact" isStickyHeader aria-label={t('host.title')} className="host-table">
      <Thead>
        <Tr>
          {hostColumns.map(by => (
            <Th key={by} sort={sort(by)} className={classes[by] ?? ''} modifier="nowrap">
              {t(`host.column.${by}`)}
            </Th>
          ))}
          <Th screenReaderText={t('host.column.actions')} />
        </Tr>
      </Thead>
      <Tbody>
        {rows.map(row => (
          <WatchedHostRow
            key={row.host.id}
            row={row}
            loadedAtMs={loadedAtMs}
            isShown={row.host.id === shownId}
            onShow={onShow}
          />
        ))}
      </Tbody>
    </Table>
  )
}
