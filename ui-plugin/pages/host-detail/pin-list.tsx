import { Title } from '@patternfly/react-core'
import { Td, Tr } from '@patternfly/react-table'
import type { GuestReading } from '../../../shared/model/host-reading.ts'
import { PlainTable } from '../../components/plain-table.tsx'
import { EntityLink } from '../../components/portal-links.tsx'
import { useFirstOf } from '../../components/show-more.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { pinnedVcpus } from './cpu-pins.ts'
import { cpuRanges } from './cpu-ranges.ts'

export type PinListProps = Readonly<{
  guests: readonly GuestReading[]
  cpuIds: readonly number[]
  /** Whether the host tells where vCPUs run at all. */
  tellsPlaces: boolean
}>

const FIRST = 10

/** Every pinned vCPU of the host, those of a VM with the same CPUs in one row. */
export function PinList({ guests, cpuIds, tellsPlaces }: PinListProps) {
  const { t } = useTexts()
  const pins = guests.flatMap(guest => pinnedVcpus(guest, cpuIds).map(pinned => ({ guest, ...pinned })))
  const [shown, more] = useFirstOf(pins, FIRST)
  if (!tellsPlaces) return guests.length === 0 ? null : <p className="field-note">{t('pins.untold')}</p>
  return (
    <div className="cpu-chosen">
      <p className="field-note">
        {pins.length === 0 && `${t('pins.none')} `}
        {t('pins.hint')}
      </p>
      {pins.length > 0 && (
        <>
          <Title headingLevel="h4" size="md">
            {t('pins.title')}
          </Title>
          <PlainTable
            label={t('pins.title')}
            className="pin-table"
            columns={[t('pins.vm'), t('pins.vcpus'), t('pins.cpus')]}
          >
            {shown.map(({ guest, vcpus, cpuIds: to }) => (
              <Tr key={`${guest.id} ${vcpus[0]}`}>
                <Td>
                  <EntityLink kind="vm" name={guest.name} />
                </Td>
                <Td>{cpuRanges(vcpus)}</Td>
                <Td>{cpuRanges(to)}</Td>
              </Tr>
            ))}
          </PlainTable>
          {more}
        </>
      )}
    </div>
  )
}
