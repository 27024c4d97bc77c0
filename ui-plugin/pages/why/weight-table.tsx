import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table'
import type { PlacedHost } from '../../../shared/plan/placement.ts'
import { Section } from '../../components/section.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

/** How the points of a host come together, beside those of the best. */
export function WeightTable({ placed, best }: Readonly<{ placed: PlacedHost; best: PlacedHost | undefined }>) {
  const { t, number } = useTexts()
  const { host, weights } = placed
  const other = best !== undefined && best.host.id !== host.id ? best : undefined
  if (weights.length === 0) return null
  return (
    <Section title={t('why.weights')}>
      <Table variant="compact" className="plan-table" aria-label={t('why.weights.of', { host: host.name })}>
        <Thead>
          <Tr>
            <Th>{t('why.weight.unit')}</Th>
            <Th className="figure">{t('why.weight.value')}</Th>
            <Th className="figure">{t('why.weight.factor')}</Th>
            <Th className="figure">{t('why.weight.points')}</Th>
            {other && (
              <Th className="figure" modifier="wrap">
                {t('why.weight.best', { host: other.host.name })}
              </Th>
            )}
          </Tr>
        </Thead>
        <Tbody>
          {weights.map(({ unit, weight, reported, factor, points }) => (
            <Tr key={unit}>
              <Td dataLabel={t('why.weight.unit')}>{unit}</Td>
              <Td dataLabel={t('why.weight.value')} className="figure">
                {reported ? number(weight) : <span className="field-note">{t('why.weight.unreported')}</span>}
              </Td>
              <Td dataLabel={t('why.weight.factor')} className="figure">
                {number(factor)}
              </Td>
              <Td dataLabel={t('why.weight.points')} className="figure">
                {number(points)}
              </Td>
              {other && (
                <Td dataLabel={t('why.weight.best', { host: other.host.name })} className="figure">
                  {number(other.weights.find(weighed => weighed.unit === unit)?.points ?? 0)}
                </Td>
              )}
            </Tr>
          ))}
        </Tbody>
      </Table>
      <p className="field-note">{t('why.weights.note')}</p>
    </Section>
  )
}
