import { Button } from '@patternfly/react-core'

export type RowButtonProps = Readonly<{
  /** What is written on it; `label` also says what it is about. */
  text: string
  label: string
  variant: 'primary' | 'secondary' | 'link'
  isDisabled?: boolean
  /** `opener` gets the focus back when what it opens is closed. */
  onPress: (opener: HTMLElement) => void
}>

/** One of the buttons of a row, which look alike and are told apart by what they are about. */
export const RowButton = ({ text, label, variant, isDisabled = false, onPress }: RowButtonProps) => (
  <Button
    size="sm"
    variant={variant}
    aria-label={label}
    isAriaDisabled={isDisabled}
    onClick={({ currentTarget }) => onPress(currentTarget)}
  >
    {text}
  </Button>
)
