import { Title } from '@patternfly/react-core'
import { CheckCircleIcon, ExclamationTriangleIcon, MinusCircleIcon } from '@patternfly/react-icons'
import { Table, Td, Th, Thead, Tr } from '@patternfly/react-table'
import { useState } from 'react'
import type { HostTuning } from '../../../shared/api/tuning.ts'
import type { PressureDecision } from '../../../shared/plan/pressure.ts'
import { StateLabel } from '../../components/labels.tsx'
import { OpenableRow } from '../../components/openable-row.tsx'
import { PlainTable } from '../../components/plain-table.tsx'
import { usePages } from '../../components/use-pages.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

const COLUMNS = 3

/** When the host was short of memory or CPU, and what was decided about it: what is short now first, then the newest. */
export function PressureList({
  tuning: { pressures, watching },
}: Readonly<{ tuning: Pick<HostTuning, 'pressures' | 'watching'> }>) {
  const { t, time, list } = useTexts()
  const sorted = pressures.toSorted((a, b) => Number(isOver(a)) - Number(isOver(b)) || b.beganAtMs - a.beganAtMs)
  const [shown, pager] = usePages(sorted, { title: t('pressure.title'), key: 'pressures' })
  if (pressures.length === 0 && watching.length === 0) return null
  return (
    <div className="policy-decisions">
      <Title headingLevel="h4" size="md">
        {t('pressure.title')}
      </Title>
      {watching.length > 0 && (
        <p>
          {t('pressure.watching', {
            vms: list(
              watching.map(({ vmName, sinceMs }) => t('pressure.watching.vm', { vm: vmName, time: time(sinceMs) })),
            ),
          })}
        </p>
      )}
      {shown.length > 0 && (
        <Table variant="compact" aria-label={t('pressure.title')} className="decision-table">
          <Thead>
            <Tr>
              <Th screenReaderText={t('recs.why')} className="row-toggle" />
              <Th>{t('pressure.column.what')}</Th>
              <Th>{t('pressure.column.when')}</Th>
            </Tr>
          </Thead>
          {shown.map(pressure => (
            <PressureRow key={pressure.id} pressure={pressure} />
          ))}
        </Table>
      )}
      {pager}
    </div>
  )
}

const isOver = ({ endedAtMs }: PressureDecision): boolean => endedAtMs !== undefined

function PressureRow({ pressure }: Readonly<{ pressure: PressureDecision }>) {
  const { t, time, exactTime, reason } = useTexts()
  const { kind, beganAtMs, endedAtMs, what } = pressure
  const [isOpen, setOpen] = useState(endedAtMs === undefined)
  const name = t(`pressure.kind.${kind}`)
  return (
    <OpenableRow
      isOpen={isOpen}
      onToggle={() => setOpen(!isOpen)}
      label={t('pressure.why.of', { what: t('pressure.of', { kind: name, time: time(beganAtMs) }) })}
      columns={COLUMNS}
      details={<Means pressure={pressure} />}
    >
      <Td dataLabel={t('pressure.column.what')}>
        <span className="decision-knob">{name}</span> {reason(what)}
      </Td>
      <Td dataLabel={t('pressure.column.when')}>
        {endedAtMs === undefined ? (
          <StateLabel look={{ icon: <ExclamationTriangleIcon />, status: 'warning' }} text={t('pressure.open')} />
        ) : (
          <StateLabel look={{ icon: <CheckCircleIcon /> }} text={t('pressure.over')} />
        )}
        <span className="field-note pin-was" title={exactTime(beganAtMs)}>
          {endedAtMs === undefined
            ? t('pressure.since', { time: time(beganAtMs) })
            : t('pressure.span', { from: time(beganAtMs), to: time(endedAtMs) })}
        </span>
      </Td>
    </OpenableRow>
  )
}

function Means({ pressure: { means, afterArrivalOf } }: Readonly<{ pressure: PressureDecision }>) {
  const { t, reason, list } = useTexts()
  return (
    <div className="decision-reasons">
      {afterArrivalOf.length > 0 && (
        <p>{t('pressure.arrivals', { count: afterArrivalOf.length, vms: list(afterArrivalOf) })}</p>
      )}
      <PlainTable
        label={t('pressure.means')}
        className="step-table"
        columns={[t('pressure.means'), t('tuning.column.outcome'), t('pressure.means.why')]}
      >
        {means.map(({ means: one, chosen, because }) => (
          <Tr key={one}>
            <Td>{t(`pressure.means.${one}`)}</Td>
            <Td>
              <StateLabel
                look={chosen ? { icon: <CheckCircleIcon />, status: 'success' } : { icon: <MinusCircleIcon /> }}
                text={t(chosen ? 'pressure.means.chosen' : 'pressure.means.not')}
              />
            </Td>
            <Td>{reason(because)}</Td>
          </Tr>
        ))}
      </PlainTable>
    </div>
  )
}
