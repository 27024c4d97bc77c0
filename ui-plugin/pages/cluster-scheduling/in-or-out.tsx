import { Button } from '@patternfly/react-core'
import { TrashIcon, UndoIcon } from '@patternfly/react-icons'
import type { PolicyUnitOption } from '../../../shared/api/policy-units.ts'
import { useTexts } from '../../messages/use-texts.tsx'

export type InOrOutProps = Readonly<{
  unit: PolicyUnitOption
  isOut: boolean
  isReadOnly: boolean
  onToggle: () => void
}>

/** Takes a unit out of the policy, or back in: its row stays, so the focus does. */
export function InOrOut({ unit, isOut, isReadOnly, onToggle }: InOrOutProps) {
  const { t } = useTexts()
  return (
    <Button
      variant="plain"
      size="sm"
      isDisabled={isReadOnly}
      icon={isOut ? <UndoIcon /> : <TrashIcon />}
      aria-label={t(isOut ? 'policy.units.keep' : 'policy.units.remove', { unit: unit.name })}
      onClick={onToggle}
    />
  )
}
