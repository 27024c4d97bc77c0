import { useMemo, useState } from 'react'
import type { GuestReading, HostReading } from '../../../shared/model/host-reading.ts'
import { Section } from '../../components/section.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { ChosenCpu } from './chosen-cpu.tsx'
import { busyPercent, cpuGroups } from './cpu-groups.ts'
import { CpuMap } from './cpu-map.tsx'
import { tellsPlaces, vcpuCounts } from './cpu-pins.ts'
import { PinList } from './pin-list.tsx'

export type CpuSectionProps = Readonly<{
  hostName: string
  reading: HostReading
  guests: readonly GuestReading[]
  /** Those of the VM under the pointer. */
  litCpus: ReadonlySet<number>
}>

/** Each CPU of the host by its use, and which vCPUs are on the chosen one; without a choice, all pins. */
export function CpuSection({ hostName, reading, guests, litCpus }: CpuSectionProps) {
  const { t, percent, number } = useTexts()
  const [chosenId, setChosenId] = useState<number | undefined>()
  const groups = useMemo(() => cpuGroups(reading), [reading])
  const counts = useMemo(() => vcpuCounts(guests), [guests])
  const { cpus, use, load5m } = reading
  const cpuIds = useMemo(() => cpus.map(({ id }) => id), [cpus])
  if (cpus.length === 0) {
    return (
      <Section title={t('cpus.title')}>
        <p>{t('cpus.none')}</p>
      </Section>
    )
  }
  return (
    <Section title={t('cpus.title')}>
      <p>
        {t('cpus.summary', {
          cpus: cpus.length,
          use: percent(use && busyPercent({ use })),
          load: load5m === undefined ? 'none' : number(Math.round(load5m * 10) / 10),
        })}
      </p>
      <CpuMap
        label={t('cpus.map', { host: hostName })}
        groups={groups}
        counts={counts}
        chosenId={chosenId}
        litCpus={litCpus}
        onChoose={setChosenId}
      />
      {chosenId === undefined ? (
        <PinList guests={guests} cpuIds={cpuIds} tellsPlaces={tellsPlaces(guests)} />
      ) : (
        <ChosenCpu
          cpuId={chosenId}
          cpu={cpus.find(({ id }) => id === chosenId)}
          guests={guests}
          cpuIds={cpuIds}
          onClear={() => setChosenId(undefined)}
        />
      )}
    </Section>
  )
}
