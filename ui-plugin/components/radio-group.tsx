import { FormGroup, Radio } from '@patternfly/react-core'
import type { ReactNode } from 'react'

export type RadioOption<T> = Readonly<{ value: T; label: string; description?: string }>

export type RadioGroupProps<T> = Readonly<{
  /** Also the beginning of the ids of its options. */
  id: string
  label: string
  options: readonly RadioOption<T>[]
  value: T
  isDisabled: boolean
  onChange: (value: T) => void
  /** What belongs to the choice and stands below it. */
  children?: ReactNode
}>

/** One of a few, each with what it means. */
export function RadioGroup<T extends string | number | boolean>(props: RadioGroupProps<T>) {
  const { id, label, options, value: chosen, isDisabled, onChange, children } = props
  return (
    <FormGroup role="radiogroup" isStack label={label} fieldId={id}>
      {options.map(({ value, ...texts }) => (
        <Radio
          key={String(value)}
          id={`${id}-${value}`}
          name={id}
          {...texts}
          isChecked={value === chosen}
          isDisabled={isDisabled}
          onChange={() => onChange(value)}
        />
      ))}
      {children}
    </FormGroup>
  )
}
