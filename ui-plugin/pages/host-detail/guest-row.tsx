import {
  CheckCircleIcon,
  ExclamationCircleIcon,
  ExclamationTriangleIcon,
  InProgressIcon,
  PauseCircleIcon,
  PowerOffIcon,
  QuestionCircleIcon,
} from '@patternfly/react-icons'
import { Td } from '@patternfly/react-table'
import { useState } from 'react'
import type { GuestReading, GuestState } from '../../../shared/model/host-reading.ts'
import { Absent } from '../../components/absent.tsx'
import { type Look, StateLabel } from '../../components/labels.tsx'
import { OpenableRow } from '../../components/openable-row.tsx'
import { EntityLink } from '../../components/portal-links.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { BalloonBar } from './balloon-bar.tsx'
import { GuestDetails } from './guest-details.tsx'

export type GuestRowProps = Readonly<{
  guest: GuestReading
  delayPercent: number | undefined
  cpuIds: readonly number[]
  /** Since the VMs were read. */
  ageMs: number
  onLight: (id: string | undefined) => void
}>

const COLUMNS = 6

/** One VM of the host; below it the rest of what is known when that is wanted. */
export function GuestRow({ guest, delayPercent, cpuIds, ageMs, onLight }: GuestRowProps) {
  const { t, percent } = useTexts()
  const [isOpen, setOpen] = useState(false)
  const { id, name, state, cpuPercent, vcpus } = guest
  const isOff = state === 'off' || state === 'crashed'
  const tellsDelay = vcpus.some(({ delayNs }) => delayNs !== undefined)
  const whyNoDelay = t(isOff ? 'absent.off' : tellsDelay ? 'absent.delay' : 'absent.delay.untold')
  return (
    <OpenableRow
      isOpen={isOpen}
      onToggle={() => setOpen(!isOpen)}
      label={t('guests.details.of', { vm: name })}
      columns={COLUMNS}
      details={<GuestDetails guest={guest} cpuIds={cpuIds} ageMs={ageMs} />}
      onMouseEnter={() => onLight(id)}
      onMouseLeave={() => onLight(undefined)}
      onFocus={() => onLight(id)}
      onBlur={() => onLight(undefined)}
    >
      <Td dataLabel={t('guests.column.vm')}>
        <EntityLink kind="vm" name={name} />
        <GuestStateLabel guest={guest} />
      </Td>
      <Td dataLabel={t('guests.column.vcpus')} className="figure">
        <Vcpus guest={guest} />
      </Td>
      <Td dataLabel={t('guests.column.cpu')} className="figure">
        {cpuPercent === undefined ? <Absent why={t(isOff ? 'absent.off' : 'absent.cpu')} /> : percent(cpuPercent)}
      </Td>
      <Td dataLabel={t('guests.column.memory')}>
        <BalloonBar guest={guest} />
      </Td>
      <Td dataLabel={t('guests.column.delay')} className="figure">
        {delayPercent === undefined ? <Absent why={whyNoDelay} /> : percent(delayPercent)}
      </Td>
    </OpenableRow>
  )
}

function Vcpus({ guest: { vcpuCount, maxVcpuCount } }: Readonly<{ guest: GuestReading }>) {
  const { t, number } = useTexts()
  if (vcpuCount === undefined) return <Absent why={t('absent.untold')} />
  return maxVcpuCount === undefined || maxVcpuCount === vcpuCount
    ? number(vcpuCount)
    : t('guests.vcpus.of', { online: number(vcpuCount), max: number(maxVcpuCount) })
}

const looks: Readonly<Record<GuestState, Look>> = {
  starting: { icon: <InProgressIcon />, status: 'info' },
  running: { icon: <CheckCircleIcon />, status: 'success' },
  paused: { icon: <PauseCircleIcon />, status: 'warning' },
  migrating: { icon: <InProgressIcon />, status: 'info' },
  incoming: { icon: <InProgressIcon />, status: 'info' },
  stopping: { icon: <InProgressIcon />, status: 'info' },
  off: { icon: <PowerOffIcon /> },
  crashed: { icon: <ExclamationCircleIcon />, status: 'danger' },
  suspended: { icon: <PauseCircleIcon /> },
  unknown: { icon: <QuestionCircleIcon /> },
}

function GuestStateLabel({ guest: { state, migrationPercent, responsive } }: Readonly<{ guest: GuestReading }>) {
  const { t, percent } = useTexts()
  const text =
    state === 'migrating' && migrationPercent !== undefined
      ? t('guests.state.migrating.percent', { percent: percent(migrationPercent) })
      : t(`guests.state.${state}`)
  return (
    <span className="guest-state">
      <StateLabel look={looks[state]} text={text} />
      {responsive === false && (
        <StateLabel look={{ icon: <ExclamationTriangleIcon />, status: 'warning' }} text={t('guests.unresponsive')} />
      )}
    </span>
  )
}
