import { MenuToggle, Select, SelectList, SelectOption } from '@patternfly/react-core'
import { useState } from 'react'
import type { AuditEntry } from '../../../shared/plan/audit-entry.ts'
import { useTexts } from '../../messages/use-texts.tsx'

export type AuditAction = AuditEntry['action']

/** All of them, in the order in which they are offered; the type sees to it that none is missing. */
const offered: Readonly<Record<AuditAction, true>> = {
  apply: true,
  dismiss: true,
  snooze: true,
  wake: true,
  plan: true,
  step: true,
  cancel: true,
  stop: true,
  resume: true,
  freeze: true,
  thaw: true,
  edit_policy: true,
  edit_policy_units: true,
  copy_policy: true,
  edit_automation: true,
  edit_tuning: true,
  edit_host_policy: true,
  reset_host_policies: true,
  ask_guest: true,
  unit_added: true,
  unit_changed: true,
  unit_removed: true,
  unit_quarantined: true,
  unit_reloaded: true,
  unit_disabled: true,
  unit_enabled: true,
  restore_store: true,
  edit_log_level: true,
}
const isAction = (value: unknown): value is AuditAction => typeof value === 'string' && Object.hasOwn(offered, value)
const actions = Object.keys(offered).filter(isAction)

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
