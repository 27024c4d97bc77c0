import { Form, FormGroup, TextArea } from '@patternfly/react-core'

const MAX_LENGTH = 500

export type ReasonFieldProps = Readonly<{
  id: string
  label: string
  value: string
  onChange: (value: string) => void
}>

/** A word for those who ask later why something was done. */
export function ReasonField({ id, label, value, onChange }: ReasonFieldProps) {
  return (
    <Form onSubmit={event => event.preventDefault()}>
      <FormGroup label={label} fieldId={id}>
        <TextArea
          id={id}
          value={value}
          maxLength={MAX_LENGTH}
          rows={3}
          resizeOrientation="vertical"
          onChange={(_event, text) => onChange(text)}
        />
      </FormGroup>
    </Form>
  )
}
