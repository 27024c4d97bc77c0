import { Table, Td, Th, Thead, Tr } from '@patternfly/react-table'
import { useState } from 'react'
import type { Delivery } from '../../../shared/plan/delivery.ts'
import { MEASURED_AFTER_MINUTES } from '../../../shared/plan/measured-after.ts'
import { OpenableRow } from '../../components/openable-row.tsx'
import { EntityLink } from '../../components/portal-links.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { headlineOf } from './delivery-facts.ts'
import { FigureTable } from './figure-table.tsx'
import { LookCell } from './look-cell.tsx'
import { usePolicyName } from './use-policy-name.ts'

export type DeliveryTableProps = Readonly<{ deliveries: readonly Delivery[]; nowMs: number }>

/** One row for each run, with the figure that it is known by; opened, all figures of it. */
export function DeliveryTable({ deliveries, nowMs }: DeliveryTableProps) {
  const { t } = useTexts()
  return (
    <Table variant="compact" aria-label={t('history.delivery')} className="delivery-table">
      <Thead>
        <Tr>
          <Th screenReaderText={t('runs.column.steps')} className="row-toggle" />
          <Th modifier="nowrap">{t('history.delivery.run')}</Th>
          <Th>{t('history.cluster')}</Th>
          <Th modifier="wrap">{t('history.delivery.policy')}</Th>
          <Th>{t('history.delivery.promised')}</Th>
          {MEASURED_AFTER_MINUTES.map(minutes => (
            <Th key={minutes}>{t('history.delivery.came', { minutes })}</Th>
          ))}
        </Tr>
      </Thead>
      {deliveries.map(delivery => (
        <Row key={delivery.runId} delivery={delivery} nowMs={nowMs} />
      ))}
    </Table>
  )
}

function Row({ delivery, nowMs }: Readonly<{ delivery: Delivery; nowMs: number }>) {
  const { t, time, exactTime, change } = useTexts()
  const policyName = usePolicyName()
  const [isOpen, setOpen] = useState(false)
  const { endedAtMs, cluster, unitId } = delivery
  const headline = headlineOf(delivery)
  const label = t('history.delivery.details', { time: time(endedAtMs) })
  return (
    <OpenableRow
      isOpen={isOpen}
      onToggle={() => setOpen(!isOpen)}
      label={label}
      columns={5 + MEASURED_AFTER_MINUTES.length}
      details={<FigureTable delivery={delivery} label={label} />}
    >
      <Td dataLabel={t('history.delivery.run')} modifier="nowrap">
        <span title={exactTime(endedAtMs)}>{time(endedAtMs)}</span>
      </Td>
      <Td dataLabel={t('history.cluster')}>
        <EntityLink kind="cluster" name={cluster.name} />
      </Td>
      <Td dataLabel={t('history.delivery.policy')}>{policyName(unitId)}</Td>
      <Td dataLabel={t('history.delivery.promised')}>
        {headline === undefined ? (
          t('history.delivery.why.small')
        ) : (
          <>
            {t('history.delivery.figure', { kind: headline.kind, host: headline.host })}{' '}
            <span className="figure">{change(headline.before, headline.promised)}</span>
          </>
        )}
      </Td>
      {MEASURED_AFTER_MINUTES.map(minutes => (
        <Td key={minutes} dataLabel={t('history.delivery.came', { minutes })}>
          <LookCell delivery={delivery} headline={headline} minutes={minutes} nowMs={nowMs} />
        </Td>
      ))}
    </OpenableRow>
  )
}
