import { MenuToggle, Select, SelectList, SelectOption } from '@patternfly/react-core'
import { useState } from 'react'
import type { AuditEntry } from '../../../shared/plan/audit-entry.ts'
import { useTexts } from '../../messages/use-texts.tsx'

export type AuditAction = AuditEntry['action']

/** All of them, in the order in which they are offered; the type sees to it that none is missing. */
const order: Readonly<Record<AuditAction, number>> = {
  apply: 0,
  dismiss: 1,
  snooze: 2,
  wake: 3,
  plan: 4,
  step: 5,
  cancel: 6,
  stop: 7,
  resume: 8,
  freeze: 9,
  thaw: 10,
  edit_policy: 11,
  edit_automation: 12,
  unit_added: 13,
  unit_changed: 14,
  unit_removed: 15,
  unit_quarantined: 16,
  unit_reloaded: 17,
  unit_disabled: 18,
  unit_enabled: 19,
}
const isAction = (value: unknown): value is AuditAction => typeof value === 'string' && Object.hasOwn(order, value)
const actions = Object.keys(order).filter(isAction)

export type ActionFilterProps = Readonly<{
  /** None: all kinds. */
  chosen: ReadonlySet<AuditAction>
  onChange: (chosen: ReadonlySet<AuditAction>) => void
}>

/** Which kinds of entries are shown. */
export function ActionFilter({ chosen, onChange }: ActionFilterProps) {
  const { t } = useTexts()
  const [isOpen, setOpen] = useState(false)
  const text =
    chosen.size === 0 ? t('history.audit.actions.all') : t('history.audit.actions.some', { count: chosen.size })
  return (
    <Select
      role="menu"
      isOpen={isOpen}
      onOpenChange={setOpen}
      isScrollable
      maxMenuHeight="20rem"
      popperProps={{ position: 'end', appendTo: 'inline' }}
      onSelect={(_event, value) => {
        if (isAction(value)) onChange(chosen.symmetricDifference(new Set([value])))
      }}
      toggle={toggle => (
        <MenuToggle
          ref={toggle}
          isExpanded={isOpen}
          aria-label={`${t('history.audit.actions')}: ${text}`}
          onClick={() => setOpen(!isOpen)}
        >
          {text}
        </MenuToggle>
      )}
    >
      <SelectList aria-label={t('history.audit.actions')}>
        {actions.map(action => (
          <SelectOption key={action} value={action} hasCheckbox isSelected={chosen.has(action)}>
            {t(`history.action.${action}`)}
          </SelectOption>
        ))}
      </SelectList>
    </Select>
  )
}
