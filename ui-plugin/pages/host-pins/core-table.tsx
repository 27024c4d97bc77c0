import { Td, Tr } from '@patternfly/react-table'
import type { HostPins } from '../../../shared/api/pins.ts'
import { PlainTable } from '../../components/plain-table.tsx'
import { usePages } from '../../components/use-pages.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { cpuRanges } from '../host-detail/cpu-ranges.ts'
import { heatGrid } from './heat-grid.ts'

/** What the heat map shows, as a table: each core with its load now and after, and the most that it had. */
export function CoreTable({ pins }: Readonly<{ pins: Pick<HostPins, 'cores' | 'vcpus' | 'heat'> }>) {
  const { t, percent, number } = useTexts()
  const grid = heatGrid(pins)
  const past = grid.columns.length - 2
  const [shown, pager] = usePages(
    grid.rows.map((row, at) => ({ ...row, at })),
    { title: t('pinHeat.table'), key: 'cores' },
  )
  const most = (row: number) => {
    const loads = Array.from({ length: past }, (_, column) => grid.cellAt(row, column)?.loadPercent ?? 0)
    return loads.length === 0 ? undefined : Math.max(...loads)
  }
  return (
    <>
      <PlainTable
        label={t('pinHeat.table')}
        className="pin-table"
        columns={[
          t('pinHeat.cpus'),
          t('pinHeat.node'),
          { figure: t('pinHeat.most') },
          { figure: t('pinHeat.now') },
          { figure: t('pinHeat.after') },
          { figure: t('pins.vcpus') },
        ]}
      >
        {shown.map(({ core, cpuIds, nodeId, at }) => {
          const [now, after] = [grid.cellAt(at, past), grid.cellAt(at, past + 1)]
          return (
            <Tr key={core}>
              <Td>{cpuRanges(cpuIds)}</Td>
              <Td>{nodeId === undefined ? '–' : number(nodeId)}</Td>
              <Td className="figure">{percent(most(at))}</Td>
              <Td className="figure">{percent(now?.loadPercent)}</Td>
              <Td className="figure">{percent(after?.loadPercent)}</Td>
              <Td className="figure">{number(now?.vcpus ?? 0)}</Td>
            </Tr>
          )
        })}
      </PlainTable>
      {pager}
    </>
  )
}
