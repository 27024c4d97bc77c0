import { Button, FormGroup, FormHelperText, HelperText, HelperTextItem } from '@patternfly/react-core'
import type { PropertyView } from '../../../shared/api/cluster-policy.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import type { Problem } from './policy-draft.ts'
import { PropertyInput } from './property-input.tsx'
import { useValueText } from './value-text.ts'

export type PropertyFieldProps = Readonly<{
  property: PropertyView
  text: string
  /** The cluster has, or will have, a value of its own. */
  isSet: boolean
  isReadOnly: boolean
  problem: Problem | undefined
  /** What the engine or the service said of the value that was sent. */
  refusal: string | undefined
  onChange: (text: string) => void
}>

/** One property: its input, what it means, its range and default, and what is wrong with it. */
export function PropertyField(props: PropertyFieldProps) {
  const { property, text, isReadOnly, problem, refusal, onChange } = props
  const { t, phrase } = useTexts()
  const { name, default: fallback } = property
  const label = phrase(property.label)
  const id = `property-${name}`
  const error = useProblemText(property, problem) ?? refusal
  return (
    <FormGroup
      label={label}
      fieldId={id}
      labelInfo={
        !isReadOnly &&
        fallback !== undefined &&
        text !== fallback && (
          <Button
            variant="link"
            isInline
            size="sm"
            aria-label={t('policy.reset.of', { property: label })}
            onClick={() => {
              onChange(fallback)
              // This button goes, and would take the focus with it.
              document.getElementById(id)?.focus()
            }}
          >
            {t('policy.reset')}
          </Button>
        )
      }
    >
      <PropertyInput
        id={id}
        property={property}
        text={text}
        isReadOnly={isReadOnly}
        isInvalid={error !== undefined}
        describedBy={`${id}-help`}
        onChange={onChange}
      />
      <FormHelperText id={`${id}-help`}>
        <HelperText isLiveRegion>
          {error !== undefined && (
            <HelperTextItem variant="error" screenReaderText={t('alert.danger')}>
              {error}
            </HelperTextItem>
          )}
          <HelperTextItem>
            {phrase(property.help)}
            <Facts {...props} />
          </HelperTextItem>
        </HelperText>
      </FormHelperText>
    </FormGroup>
  )
}

/** Range, default, users and the engine's own name of a property. */
function Facts({ property, isSet }: PropertyFieldProps) {
  const { t, number } = useTexts()
  const value = useValueText()
  const { name, parameter, default: fallback, regex, editable, units, ours } = property
  const facts = [
    ...(parameter.type === 'integer'
      ? [
          t('policy.range', {
            min: number(parameter.min),
            max: number(parameter.max),
            unit: parameter.unit ?? '',
          }).trim(),
        ]
      : []),
    ...(parameter.type === 'text' && regex !== undefined ? [t('policy.pattern', { pattern: regex })] : []),
    fallback === undefined ? t('policy.defaultUnknown') : t('policy.default', { value: value(property, fallback) }),
    ...(isSet ? [] : [t('policy.isDefault')]),
    ...(editable ? [] : [t('policy.notEditable')]),
  ]
  return (
    <>
      <span className="field-note">{facts.join(' · ')}</span>
      {ours && <span className="field-note">{t('policy.uses', { name, units: units.join(', ') })}</span>}
    </>
  )
}

function useProblemText({ parameter, regex }: PropertyView, problem: Problem | undefined): string | undefined {
  const { t, number } = useTexts()
  if (problem === undefined) return undefined
  if (problem === 'integer' && parameter.type === 'integer') {
    return t('policy.problem.integer', { min: number(parameter.min), max: number(parameter.max) })
  }
  if (problem === 'choice' && parameter.type === 'choice') {
    return t('policy.problem.choice', { choices: parameter.choices.join(', ') })
  }
  return t(`policy.problem.${problem}`, { pattern: regex ?? '', min: '', max: '', choices: '' })
}
