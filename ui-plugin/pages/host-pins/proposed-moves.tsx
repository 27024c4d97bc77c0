import { Td, Tr } from '@patternfly/react-table'
import type { HostPins } from '../../../shared/api/pins.ts'
import { PlainTable } from '../../components/plain-table.tsx'
import { EntityLink } from '../../components/portal-links.tsx'
import { usePages } from '../../components/use-pages.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { cpuRanges } from '../host-detail/cpu-ranges.ts'

/** What would even the host out, in the order in which it would be done. */
export function ProposedMoves({ pins: { proposed, before, after } }: Readonly<{ pins: HostPins }>) {
  const { t, percent, change, reason } = useTexts()
  const numbered = proposed.map((move, at) => ({ move, key: `${at}` }))
  const [shown, pager] = usePages(numbered, { title: t('pinMoves.proposed'), key: 'proposed' })
  if (proposed.length === 0) return <p>{t('pinMoves.proposed.none')}</p>
  return (
    <>
      {before !== undefined && after !== undefined && (
        <p>
          {t('pinMoves.gain', {
            count: proposed.length,
            spread: change(before.spreadPercent, after.spreadPercent),
            highest: change(before.highestPercent, after.highestPercent),
          })}
        </p>
      )}
      <PlainTable
        label={t('pinMoves.proposed')}
        className="pin-table"
        columns={[
          t('pinVcpus.column.vm'),
          { figure: t('pinVcpus.column.demand') },
          t('pinMoves.column.cpus'),
          t('pinMoves.column.why'),
        ]}
      >
        {shown.map(({ move, key }) => (
          <Tr key={key}>
            <Td>
              <EntityLink kind="vm" name={move.vmName} />{' '}
              <span className="pin-cpus">{t('pinVcpus.number', { vcpu: move.vcpu })}</span>
            </Td>
            <Td className="figure">{percent(move.demandPercent)}</Td>
            <Td>
              <span className="pin-cpus">
                {t('tuning.fromTo', { from: cpuRanges(move.fromCpuIds), to: cpuRanges(move.toCpuIds) })}
              </span>
              {move.kind === 'swap' && <span className="field-note pin-was">{t('pinMoves.swap')}</span>}
            </Td>
            <Td>{reason(move.reason)}</Td>
          </Tr>
        ))}
      </PlainTable>
      {pager}
    </>
  )
}
