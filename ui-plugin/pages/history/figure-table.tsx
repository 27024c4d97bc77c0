import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import type { Delivery } from '../../../shared/plan/delivery.ts'
import { MEASURED_AFTER_MINUTES } from '../../../shared/plan/measured-after.ts'
import { EntityLink } from '../../components/portal-links.tsx'
import { useFirstOf } from '../../components/show-more.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { figuresOf } from './delivery-facts.ts'

const FIRST = 20

/** Every figure that a run was to change, what was promised of it and what it became. */
export function FigureTable({ delivery, label }: Readonly<{ delivery: Delivery; label: string }>) {
  const { t, percent } = useTexts()
  const [shown, more] = useFirstOf(figuresOf(delivery), FIRST)
  if (shown.length === 0) return <p className="field-note">{t('history.delivery.why.small')}</p>
  return (
    <>
      <Table variant="compact" borders={false} aria-label={label} className="plan-table">
        <Thead>
          <Tr>
            <Th>{t('history.delivery.host')}</Th>
            <Th>{t('history.delivery.axis')}</Th>
            <Th className="figure">{t('history.delivery.before')}</Th>
            <Th className="figure">{t('history.delivery.promised')}</Th>
            {MEASURED_AFTER_MINUTES.map(minutes => (
              <Th key={minutes} className="figure">
                {t('history.delivery.came', { minutes })}
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {shown.map(({ host, kind, before, promised, came }) => (
            <Tr key={`${host} ${kind}`}>
              <Td dataLabel={t('history.delivery.host')}>
                <EntityLink kind="host" name={host} />
              </Td>
              <Td dataLabel={t('history.delivery.axis')}>{t('history.delivery.kind', { kind })}</Td>
              <Td className="figure">{percent(before)}</Td>
              <Td className="figure">{percent(promised)}</Td>
              {MEASURED_AFTER_MINUTES.map(minutes => (
                <Td key={minutes} className="figure">
                  {percent(came[minutes])}
                </Td>
              ))}
            </Tr>
          ))}
        </Tbody>
      </Table>
      {more}
    </>
  )
}
