import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import { useMemo, useState } from 'react'
import type { HostPins } from '../../../shared/api/pins.ts'
import { columnSort } from '../../components/column-sort.ts'
import { EntityLink } from '../../components/portal-links.tsx'
import { usePages } from '../../components/use-pages.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { cpuRanges } from '../host-detail/cpu-ranges.ts'
import { arrangedVcpus, firstVcpuDirection, type VcpuOrder, vcpuColumns } from './arrange-vcpus.ts'

/** The vCPUs that may be moved: what they ask for, where they are and would be, and which of them we have pinned. */
export function VcpuTable({ pins }: Readonly<{ pins: Pick<HostPins, 'vcpus' | 'cores'> }>) {
  const { t, percent } = useTexts()
  const [order, setOrder] = useState<VcpuOrder>({ by: 'demand', direction: 'desc' })
  const arranged = useMemo(() => arrangedVcpus(pins, order), [pins, order])
  const [shown, pager] = usePages(arranged, { title: t('pinVcpus.title'), key: JSON.stringify(order) })
  const sort = columnSort({ columns: vcpuColumns, order, firstDirection: firstVcpuDirection, onOrder: setOrder })
  if (pins.vcpus.length === 0) return <p>{t('pinVcpus.none')}</p>
  return (
    <>
      <Table variant="compact" aria-label={t('pinVcpus.title')} className="pin-vcpus">
        <Thead>
          <Tr>
            {vcpuColumns.map(by => (
              <Th key={by} sort={sort(by)} modifier="wrap" className={by === 'demand' ? 'figure' : ''}>
                {t(`pinVcpus.column.${by}`)}
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {shown.map(vcpu => {
            const { vmId, vmName, demandPercent, core, coreAfter, pinnedTo, wasPinnedTo } = vcpu
            const cpusOf = (index: number) => cpuRanges(pins.cores[index]?.cpuIds ?? [])
            return (
              <Tr key={`${vmId} ${vcpu.vcpu}`}>
                <Td dataLabel={t('pinVcpus.column.vm')}>
                  <EntityLink kind="vm" name={vmName} />{' '}
                  <span className="pin-cpus">{t('pinVcpus.number', { vcpu: vcpu.vcpu })}</span>
                </Td>
                <Td dataLabel={t('pinVcpus.column.demand')} className="figure">
                  {percent(demandPercent)}
                </Td>
                <Td dataLabel={t('pinVcpus.column.cpus')}>
                  {core === coreAfter ? (
                    cpusOf(core)
                  ) : (
                    <strong>{t('tuning.fromTo', { from: cpusOf(core), to: cpusOf(coreAfter) })}</strong>
                  )}
                </Td>
                <Td dataLabel={t('pinVcpus.column.pinned')}>
                  {pinnedTo === undefined ? t('pinVcpus.free') : t('pinVcpus.to', { cpus: cpuRanges(pinnedTo) })}
                  {wasPinnedTo !== undefined && (
                    <span className="field-note pin-was">{t('pinVcpus.was', { cpus: cpuRanges(wasPinnedTo) })}</span>
                  )}
                </Td>
              </Tr>
            )
          })}
        </Tbody>
      </Table>
      {pager}
    </>
  )
}
