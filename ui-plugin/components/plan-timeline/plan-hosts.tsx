import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import type { PlannedHost } from '../../../shared/plan/plan.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { levelOfPercent, levelOfPressure, PRESSURE_END } from '../host-bars/host-load.ts'
import { PressureBar } from '../host-bars/pressure-bar.tsx'
import { UseBar } from '../host-bars/use-bar.tsx'
import { EntityLink } from '../portal-links.tsx'
import { useFirstOf } from '../show-more.tsx'
import type { ShownUse } from './uses-at.ts'

export type PlanHostsProps = Readonly<{
  /** In the order in which they are shown. */
  hosts: readonly PlannedHost[]
  /** Their use at the chosen point of the plan; undefined: not known. */
  uses: ReadonlyMap<string, ShownUse> | undefined
  /** How many are shown at once. */
  first: number
}>

/** The hosts that a plan changes: now solid, at the chosen point as an outline of the same bar, and the figures. */
export function PlanHosts({ hosts, uses, first }: PlanHostsProps) {
  const { t } = useTexts()
  const [shown, more] = useFirstOf(hosts, first)
  // An earlier version planned without it.
  const hasPressure = hosts.some(({ vcpusPerCpuBefore }) => vcpusPerCpuBefore !== undefined)
  return (
    <>
      <p className="timeline-keys" aria-hidden>
        <span className="key key-now" /> {t('hosts.now')} <span className="key key-after" /> {t('timeline.key.at')}
        {hasPressure && <span>{t('hosts.pressure.key', { end: PRESSURE_END })}</span>}
      </p>
      <Table
        variant="compact"
        borders={false}
        className="plan-table plan-hosts-table"
        aria-label={t('detail.plan.hosts')}
      >
        <Thead>
          <Tr>
            <Th>{t('detail.plan.host')}</Th>
            <Th width={30}>{t('hosts.memory')}</Th>
            <Th width={30}>{t('hosts.cpu')}</Th>
            {hasPressure && <Th width={30}>{t('hosts.pressure')}</Th>}
            <Th className="figure">{t('detail.plan.vms')}</Th>
          </Tr>
        </Thead>
        <Tbody>
          {shown.map(planned => (
            <Row key={planned.host.id} planned={planned} use={uses?.get(planned.host.id)} hasPressure={hasPressure} />
          ))}
        </Tbody>
      </Table>
      {hosts.length > first && <p className="field-note">{t('timeline.hosts.order', { count: hosts.length })}</p>}
      {more}
    </>
  )
}

type RowProps = Readonly<{ planned: PlannedHost; use: ShownUse | undefined; hasPressure: boolean }>

function Row({ planned, use, hasPressure }: RowProps) {
  const { t, number, ratio } = useTexts()
  const { host, memoryBeforePercent, cpuBeforePercent, vcpusPerCpuBefore, vmsBefore } = planned
  return (
    <Tr>
      <Td dataLabel={t('detail.plan.host')} modifier="nowrap">
        <EntityLink kind="host" name={host.name} />
      </Td>
      <Td dataLabel={t('hosts.memory')}>
        <Measure
          label={t('hosts.bar.memory', { host: host.name })}
          before={memoryBeforePercent}
          at={use?.memoryPercent}
        />
      </Td>
      <Td dataLabel={t('hosts.cpu')}>
        <Measure label={t('hosts.bar.cpu', { host: host.name })} before={cpuBeforePercent} at={use?.cpuPercent} />
      </Td>
      {hasPressure && (
        <Td dataLabel={t('hosts.pressure')}>
          <div className="plan-measure">
            <PressureBar
              hostName={host.name}
              perCpu={vcpusPerCpuBefore}
              afterPerCpu={use?.vcpusPerCpu}
              level={levelOfPressure(vcpusPerCpuBefore)}
            />
            <span className="figure">{ratio(vcpusPerCpuBefore, use?.vcpusPerCpu)}</span>
          </div>
        </Td>
      )}
      <Td dataLabel={t('detail.plan.vms')} className="figure plan-vms">
        {use === undefined || use.vms === vmsBefore ? number(vmsBefore) : `${number(vmsBefore)} → ${number(use.vms)}`}
      </Td>
    </Tr>
  )
}

type MeasureProps = Readonly<{ label: string; before: number; at: number | undefined }>

function Measure({ label, before, at }: MeasureProps) {
  const { change } = useTexts()
  const isSame = at !== undefined && Math.round(at) === Math.round(before)
  return (
    <div className="plan-measure">
      <UseBar label={label} percent={before} afterPercent={at} level={levelOfPercent(before)} />
      <span className="figure">{change(before, isSame ? undefined : at)}</span>
    </div>
  )
}
