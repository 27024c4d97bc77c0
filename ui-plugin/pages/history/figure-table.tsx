import { Td, Tr } from '@patternfly/react-table'
import type { Delivery } from '../../../shared/plan/delivery.ts'
import { MEASURED_AFTER_MINUTES } from '../../../shared/plan/measured-after.ts'
import { PlainTable } from '../../components/plain-table.tsx'
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
      <PlainTable
        label={label}
        className="plan-table"
        columns={[
          t('history.delivery.host'),
          t('history.delivery.axis'),
          { figure: t('history.delivery.before') },
          { figure: t('history.delivery.promised') },
          ...MEASURED_AFTER_MINUTES.map(minutes => ({ figure: t('history.delivery.came', { minutes }) })),
        ]}
      >
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
      </PlainTable>
      {more}
    </>
  )
}
