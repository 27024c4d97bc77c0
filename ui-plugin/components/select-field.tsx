import { FormSelect, FormSelectOption } from '@patternfly/react-core'
import { useId } from 'react'

export type SelectFieldProps<V extends string> = Readonly<{
  /** What stands above it. */
  label: string
  /** For those who hear it without what stands around: also of what. */
  name: string
  value: V
  options: readonly Readonly<{ value: V; label: string }>[]
  /** Id of what says more about it. */
  describedBy?: string
  isDisabled: boolean
  onChange: (value: V) => void
}>

/** One of a few, with its label above it: for several that stand side by side. */
export function SelectField<V extends string>(props: SelectFieldProps<V>) {
  const { label, name, value, options, describedBy, isDisabled, onChange } = props
  const id = useId()
  return (
    <div className="select-field">
      <label htmlFor={id}>
        <span aria-hidden>{label}</span>
        <span className="pf-v6-screen-reader">{name}</span>
      </label>
      <FormSelect
        id={id}
        className="filter-choice"
        value={value}
        isDisabled={isDisabled}
        {...(describedBy !== undefined && { 'aria-describedby': describedBy })}
        onChange={(_event, chosen) => onChange(options.find(one => one.value === chosen)?.value ?? value)}
      >
        {options.map(one => (
          <FormSelectOption key={one.value} {...one} />
        ))}
      </FormSelect>
    </div>
  )
}
