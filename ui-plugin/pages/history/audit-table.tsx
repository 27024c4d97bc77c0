import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import type { AuditEntry } from '../../../shared/plan/audit-entry.ts'
import { EntityLink } from '../../components/portal-links.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { AuditWhat } from './audit-what.tsx'

/** One row for each entry, newest first. */
export function AuditTable({ entries }: Readonly<{ entries: readonly AuditEntry[] }>) {
  const { t, time, exactTime } = useTexts()
  return (
    <Table variant="compact" aria-label={t('history.audit')} className="audit-table">
      <Thead>
        <Tr>
          <Th modifier="nowrap">{t('history.audit.when')}</Th>
          <Th modifier="nowrap">{t('history.audit.who')}</Th>
          <Th width={60}>{t('history.audit.what')}</Th>
          <Th modifier="nowrap">{t('history.cluster')}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {entries.map(entry => (
          <Tr key={entry.id}>
            <Td dataLabel={t('history.audit.when')} modifier="nowrap">
              <time dateTime={new Date(entry.atMs).toISOString()} title={exactTime(entry.atMs)}>
                {time(entry.atMs)}
              </time>
            </Td>
            <Td dataLabel={t('history.audit.who')}>
              {entry.by.name}
              {entry.from !== undefined && (
                <span className="audit-said" title={t('history.audit.request', { id: entry.from.requestId })}>
                  {t('history.audit.from', { address: entry.from.address })}
                </span>
              )}
            </Td>
            <Td dataLabel={t('history.audit.what')}>
              <AuditWhat entry={entry} />
            </Td>
            <Td dataLabel={t('history.cluster')}>
              {entry.cluster !== undefined && <EntityLink kind="cluster" name={entry.cluster.name} />}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  )
}
