import { FormSelect, FormSelectOption } from '@patternfly/react-core'

export type ChoiceProps<V extends string> = Readonly<{
  /** What is chosen, for those who hear it. */
  label: string
  value: V
  options: readonly Readonly<{ value: V; label: string }>[]
  onChange: (value: V) => void
}>

/** One of a few, chosen in a filter. */
export function Choice<V extends string>({ label, value, options, onChange }: ChoiceProps<V>) {
  return (
    <FormSelect
      aria-label={label}
      className="filter-choice"
      value={value}
      onChange={(_event, chosen) => {
        const option = options.find(one => one.value === chosen)
        if (option !== undefined) onChange(option.value)
      }}
    >
      {options.map(option => (
        <FormSelectOption key={option.value} value={option.value} label={option.label} />
      ))}
    </FormSelect>
  )
}
