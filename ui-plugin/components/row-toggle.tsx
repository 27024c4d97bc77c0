import { Button } from '@patternfly/react-core'
import { AngleDownIcon, AngleRightIcon } from '@patternfly/react-icons'

export type RowToggleProps = Readonly<{
  isOpen: boolean
  /** Of what is opened, for those who hear the button without its row. */
  label: string
  /** The id of what is opened. */
  controls: string
  onToggle: () => void
}>

/** Opens and closes what belongs to a row. */
export const RowToggle = ({ isOpen, label, controls, onToggle }: RowToggleProps) => (
  <Button
    variant="plain"
    size="sm"
    icon={isOpen ? <AngleDownIcon /> : <AngleRightIcon />}
    aria-label={label}
    aria-expanded={isOpen}
    aria-controls={controls}
    onClick={onToggle}
  />
)
