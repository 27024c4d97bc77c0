import { Table, Th, Thead, Tr } from '@patternfly/react-table'
import { useMemo, useState } from 'react'
import type { WatchedHostDetail } from '../../../shared/api/hosts.ts'
import { columnSort } from '../../components/column-sort.ts'
import { Section } from '../../components/section.tsx'
import { useNow } from '../../components/use-now.ts'
import { usePages } from '../../components/use-pages.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { arrangedGuests, firstGuestDirection, type GuestOrder, guestColumns } from './arrange-guests.ts'
import { GuestRow } from './guest-row.tsx'
import { useGuestDelays } from './use-guest-delays.ts'
import { useSteadyIds } from './use-steady-ids.ts'

export type GuestSectionProps = Readonly<{
  host: WatchedHostDetail
  loadedAtMs: number
  /** The VM under the pointer or with the focus; undefined: none any more. */
  onLight: (id: string | undefined) => void
}>

/** The VMs that the host knows. They keep their places while figures come; sorting puts them in order anew. */
export function GuestSection({ host, loadedAtMs, onLight }: GuestSectionProps) {
  const { t, duration } = useTexts()
  const now = useNow(5000)
  const { guests: read, readAtMs = 0, readingAgeMs = 0 } = host
  const guests = useMemo(() => read?.guests ?? [], [read])
  const delays = useGuestDelays(read)
  const [order, setOrder] = useState<GuestOrder>({ by: 'name', direction: 'asc' })
  const arranged = useMemo(() => arrangedGuests(guests, delays, order), [guests, delays, order])
  const rows = useSteadyIds(arranged, JSON.stringify(order))
  const [shown, pager] = usePages(rows, { title: t('guests.title'), key: JSON.stringify(order) })
  if (read === undefined) {
    return (
      <Section title={t('guests.title')}>
        <p>{t('absent.guests')}</p>
      </Section>
    )
  }
  // All VMs' figures have this age; the host's own may be newer.
  const ageMs = Math.max(0, readingAgeMs + readAtMs - read.readAtMs + now - loadedAtMs)
  const sort = columnSort({ columns: guestColumns, order, firstDirection: firstGuestDirection, onOrder: setOrder })
  return (
    <Section title={t('guests.title')}>
      <p className="field-note">{t('guests.read', { ago: duration(ageMs / 1000) })}</p>
      {rows.length === 0 ? (
        <p>{t('guests.none')}</p>
      ) : (
        <Table variant="compact" aria-label={t('guests.title')} className="guest-table">
          <Thead>
            <Tr>
              <Th screenReaderText={t('host.details')} className="row-toggle" />
              {guestColumns.map(by => (
                <Th
                  key={by}
                  sort={sort(by)}
                  modifier="wrap"
                  className={by === 'name' || by === 'memory' ? '' : 'figure'}
                >
                  {t(`guests.column.${by === 'name' ? 'vm' : by}`)}
                </Th>
              ))}
            </Tr>
          </Thead>
          {shown.map(guest => (
            <GuestRow
              key={guest.id}
              guest={guest}
              delayPercent={delays.get(guest.id)}
              cpuIds={host.reading?.cpus.map(({ id }) => id) ?? []}
              ageMs={ageMs}
              onLight={onLight}
            />
          ))}
        </Table>
      )}
      {pager}
    </Section>
  )
}
