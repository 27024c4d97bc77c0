import { DescriptionList } from '@patternfly/react-core'
import type { GuestReading } from '../../../shared/model/host-reading.ts'
import { Absent } from '../../components/absent.tsx'
import { Fact } from '../../components/fact.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { useHostTexts } from '../hosts/use-host-texts.ts'
import { useBalloonText } from './balloon-bar.tsx'
import { isPinned, pinnedVcpus } from './cpu-pins.ts'
import { cpuRanges } from './cpu-ranges.ts'
import { useGuestTexts } from './use-guest-texts.ts'

export type GuestDetailsProps = Readonly<{ guest: GuestReading; cpuIds: readonly number[]; ageMs: number }>

/** Memory inside the VM, limits, pins and disks: what its row had no room for. */
export function GuestDetails({ guest, cpuIds, ageMs }: GuestDetailsProps) {
  const { t, number } = useTexts()
  const { kib } = useHostTexts()
  const { quota, guestMemory, disk } = useGuestTexts()
  const balloonText = useBalloonText()
  const { balloon, residentKiB, cpuTune, disks, state } = guest
  const untold = t(state === 'off' ? 'absent.off' : 'absent.untold')
  const inside = guestMemory(guest.guestMemory, ageMs)
  const limit = quota(guest)
  return (
    <DescriptionList isCompact isHorizontal className="guest-facts">
      <Fact term={t('guests.memory')}>{inside ?? <Absent why={t('absent.guestMemory')} />}</Fact>
      <Fact term={t('guests.balloon')}>
        {balloon === undefined ? <Absent why={t('absent.balloon')} /> : balloonText(balloon)}
      </Fact>
      <Fact term={t('guests.resident')}>{residentKiB === undefined ? <Absent why={untold} /> : kib(residentKiB)}</Fact>
      <Fact term={t('guests.quota')}>{limit ?? <Absent why={untold} />}</Fact>
      <Fact term={t('guests.shares')}>
        {cpuTune?.shares === undefined ? <Absent why={untold} /> : number(cpuTune.shares)}
      </Fact>
      <Fact term={t('guests.pins')}>
        <Pins guest={guest} cpuIds={cpuIds} />
      </Fact>
      <Fact term={t('guests.disks')}>
        {disks.length === 0 ? (
          t('guests.disks.none')
        ) : (
          <ul>
            {disks.map(one => (
              <li key={one.device} title={one.path}>
                {t('guests.disk', { device: one.device, limits: disk(one) })}
              </li>
            ))}
          </ul>
        )}
      </Fact>
    </DescriptionList>
  )
}

function Pins({ guest, cpuIds }: Readonly<{ guest: GuestReading; cpuIds: readonly number[] }>) {
  const { t } = useTexts()
  const { vcpus, emulatorPinnedTo } = guest
  const pins = pinnedVcpus(guest, cpuIds)
  const emulator =
    emulatorPinnedTo !== undefined && isPinned({ pinnedTo: emulatorPinnedTo }, cpuIds) ? emulatorPinnedTo : undefined
  if (vcpus.every(({ pinnedTo }) => pinnedTo === undefined) && emulatorPinnedTo === undefined)
    return <Absent why={t('absent.untold')} />
  if (pins.length === 0 && emulator === undefined) return t('guests.pins.none')
  return (
    <ul>
      {pins.map(({ vcpus: bound, cpuIds: to }) => (
        <li key={bound[0]}>{t('guests.pins.vcpus', { vcpus: cpuRanges(bound), cpus: cpuRanges(to) })}</li>
      ))}
      {emulator !== undefined && <li>{t('guests.pins.emulator', { cpus: cpuRanges(emulator) })}</li>}
    </ul>
  )
}
