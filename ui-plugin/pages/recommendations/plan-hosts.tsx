import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import { useMemo } from 'react'
import type { PlannedHost } from '../../../shared/plan/plan.ts'
import { levelOfPercent } from '../../components/host-bars/host-load.ts'
import { UseBar } from '../../components/host-bars/use-bar.tsx'
import { EntityLink } from '../../components/portal-links.tsx'
import { useFirstOf } from '../../components/show-more.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

const FIRST = 12

/** The hosts that a plan changes: now solid, afterwards as an outline, and the figures. */
export function PlanHosts({ hosts }: Readonly<{ hosts: readonly PlannedHost[] }>) {
  const { t } = useTexts()
  const sorted = useMemo(() => mostChangedFirst(hosts), [hosts])
  const [shown, more] = useFirstOf(sorted, FIRST)
  return (
    <>
      <Table variant="compact" borders={false} className="plan-table" aria-label={t('detail.plan.hosts')}>
        <Thead>
          <Tr>
            <Th>{t('detail.plan.host')}</Th>
            <Th width={40}>{t('hosts.memory')}</Th>
            <Th className="figure">{t('hosts.cpu')}</Th>
            <Th className="figure">{t('detail.plan.vms')}</Th>
          </Tr>
        </Thead>
        <Tbody>
          {shown.map(planned => (
            <Row key={planned.host.id} planned={planned} />
          ))}
        </Tbody>
      </Table>
      {more}
    </>
  )
}

const names = new Intl.Collator('en', { numeric: true })

/** Of many hosts those matter that the plan is made for. Whole percents; ties by name. */
export function mostChangedFirst(hosts: readonly PlannedHost[]): readonly PlannedHost[] {
  const change = (host: PlannedHost) =>
    Math.round(
      Math.max(
        Math.abs(host.memoryAfterPercent - host.memoryBeforePercent),
        Math.abs(host.cpuAfterPercent - host.cpuBeforePercent),
      ),
    )
  return hosts.toSorted((a, b) => change(b) - change(a) || names.compare(a.host.name, b.host.name))
}

function Row({ planned }: Readonly<{ planned: PlannedHost }>) {
  const { t, change, number } = useTexts()
  const { host, memoryBeforePercent, memoryAfterPercent, cpuBeforePercent, cpuAfterPercent, vmsBefore, vmsAfter } =
    planned
  const isSame = Math.round(cpuBeforePercent) === Math.round(cpuAfterPercent)
  return (
    <Tr>
      <Td dataLabel={t('detail.plan.host')} modifier="nowrap">
        <EntityLink kind="host" name={host.name} />
      </Td>
      <Td dataLabel={t('hosts.memory')}>
        <div className="plan-measure">
          <UseBar
            label={t('hosts.bar.memory', { host: host.name })}
            percent={memoryBeforePercent}
            afterPercent={memoryAfterPercent}
            level={levelOfPercent(memoryBeforePercent)}
          />
          <span className="figure">{change(memoryBeforePercent, memoryAfterPercent)}</span>
        </div>
      </Td>
      <Td dataLabel={t('hosts.cpu')} className="figure">
        {change(cpuBeforePercent, isSame ? undefined : cpuAfterPercent)}
      </Td>
      <Td dataLabel={t('detail.plan.vms')} className="figure">
        {vmsBefore === vmsAfter ? number(vmsAfter) : `${number(vmsBefore)} → ${number(vmsAfter)}`}
      </Td>
    </Tr>
  )
}
