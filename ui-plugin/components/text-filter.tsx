import { SearchInput } from '@patternfly/react-core'

export type TextFilterProps = Readonly<{
  /** What is looked for; also stands in the field while it is empty. */
  label: string
  /** Of the button that empties it. */
  clearLabel: string
  value: string
  onChange: (value: string) => void
}>

/** A text that is looked for, in a filter. */
export const TextFilter = ({ label, clearLabel, value, onChange }: TextFilterProps) => (
  <SearchInput
    className="filter-text"
    aria-label={label}
    placeholder={label}
    value={value}
    resetButtonLabel={clearLabel}
    onChange={(_event, typed) => onChange(typed)}
    onClear={() => onChange('')}
  />
)
