import {
  FormSelect,
  FormSelectOption,
  InputGroup,
  InputGroupItem,
  InputGroupText,
  Switch,
  TextInput,
} from '@patternfly/react-core'
import type { PropertyView } from '../../../shared/api/cluster-policy.ts'
import { useTexts } from '../../messages/use-texts.tsx'

export type PropertyInputProps = Readonly<{
  id: string
  property: PropertyView
  text: string
  isReadOnly: boolean
  isInvalid: boolean
  describedBy: string
  onChange: (text: string) => void
}>

/** The input that fits the property's kind. Values stay text: that is what the engine holds. */
export function PropertyInput({
  id,
  property,
  text,
  isReadOnly,
  isInvalid,
  describedBy,
  onChange,
}: PropertyInputProps) {
  const { t, phrase } = useTexts()
  const { parameter } = property
  const common = {
    id,
    'aria-describedby': describedBy,
    validated: isInvalid ? ('error' as const) : ('default' as const),
  }
  switch (parameter.type) {
    case 'boolean':
      return (
        <Switch
          id={id}
          label={t(text.toLowerCase() === 'true' ? 'policy.on' : 'policy.off')}
          aria-label={phrase(property.label)}
          aria-describedby={describedBy}
          isChecked={text.toLowerCase() === 'true'}
          isDisabled={isReadOnly}
          onChange={(_event, isOn) => onChange(String(isOn))}
        />
      )
    case 'choice':
      return (
        <FormSelect {...common} value={text} isDisabled={isReadOnly} onChange={(_event, choice) => onChange(choice)}>
          {parameter.choices.map(choice => (
            <FormSelectOption key={choice} value={choice} label={choice} />
          ))}
        </FormSelect>
      )
    case 'integer':
      // No type="number": it hides what was typed when it is no number, and turns with the mouse wheel.
      return (
        <InputGroup>
          <InputGroupItem isFill>
            <TextInput
              {...common}
              value={text}
              inputMode="numeric"
              isDisabled={isReadOnly}
              onChange={(_event, typed) => onChange(typed)}
            />
          </InputGroupItem>
          {parameter.unit !== undefined && <InputGroupText>{parameter.unit}</InputGroupText>}
        </InputGroup>
      )
    case 'text':
      return (
        <TextInput {...common} value={text} isDisabled={isReadOnly} onChange={(_event, typed) => onChange(typed)} />
      )
  }
}
