import { Td, Tr } from '@patternfly/react-table'
import type { UnitView } from '../../../shared/api/service.ts'
import { PlainTable } from '../../components/plain-table.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { useValueText } from '../cluster-scheduling/value-text.ts'
import { patternOf } from './unit-facts.ts'

/** What a policy can set, with its default and what it may be. */
export function UnitProperties({ unit: { id, parameters, regex } }: Readonly<{ unit: UnitView }>) {
  const { t, phrase } = useTexts()
  const valueText = useValueText()
  if (parameters.length === 0) return <p>{t('units.detail.properties.none')}</p>
  return (
    <PlainTable
      label={t('units.detail.properties.of', { unit: id })}
      className="skipped-table"
      columns={[t('units.detail.property'), t('units.detail.default'), t('units.detail.allowed')]}
    >
      {parameters.map(property => (
        <Tr key={property.name}>
          <Td>
            {property.label === property.name ? property.name : `${phrase(property.label)} (${property.name})`}
            <span className="field-note">{phrase(property.help)}</span>
          </Td>
          <Td>{valueText(property, property.default)}</Td>
          <Td>
            <Allowed parameter={property.parameter} pattern={patternOf(regex, property.name)} />
          </Td>
        </Tr>
      ))}
    </PlainTable>
  )
}

type AllowedProps = Readonly<{ parameter: UnitView['parameters'][number]['parameter']; pattern: string | undefined }>

function Allowed({ parameter, pattern }: AllowedProps) {
  const { t, number } = useTexts()
  switch (parameter.type) {
    case 'integer': {
      const { min, max, unit = '' } = parameter
      return t('policy.range', { min: number(min), max: number(max), unit }).trim()
    }
    case 'boolean':
      return `${t('policy.on')}, ${t('policy.off')}`
    case 'choice':
      return parameter.choices.join(', ')
    case 'text':
      return pattern === undefined ? t('state.unknown') : <code>{pattern}</code>
  }
}
