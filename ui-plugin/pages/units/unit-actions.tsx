import { Button } from '@patternfly/react-core'
import { CheckCircleIcon } from '@patternfly/react-icons'
import { useId, useRef, useState } from 'react'
import type { UnitView } from '../../../shared/api/service.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { SwitchDialog } from './switch-dialog.tsx'
import { isFromPlugin } from './unit-facts.ts'
import type { Reloading } from './use-reload-unit.ts'

export type UnitActionsProps = Readonly<{
  unit: UnitView
  reloading: Reloading
  /** The permission that all of them need and the reader lacks. */
  permissionLacking: string | undefined
  onChange: () => void
}>

/** Loading it anew, which is the way out of quarantine, and switching it off and on. */
export function UnitActions({ unit, reloading, permissionLacking, onChange }: UnitActionsProps) {
  const { t } = useTexts()
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const lackingId = useId()
  const { id, state } = unit
  const isLacking = permissionLacking !== undefined
  const described = isLacking ? { 'aria-describedby': lackingId } : {}
  const what = state === 'disabled' ? 'enable' : 'disable'
  return (
    <div className="row-actions unit-reload">
      <ReloadedNote doneAtMs={reloading.doneAtMs} />
      <div className="unit-buttons">
        {isFromPlugin(unit) && (
          <Button
            size="sm"
            variant={state === 'quarantined' ? 'primary' : 'secondary'}
            aria-label={t('units.reload.of', { unit: id })}
            isLoading={reloading.action.state === 'busy'}
            spinnerAriaValueText={t('state.loading')}
            isAriaDisabled={reloading.action.state === 'busy' || isLacking}
            {...described}
            onClick={() => void reloading.reload()}
          >
            {t('units.reload')}
          </Button>
        )}
        <Button
          size="sm"
          variant="secondary"
          ref={button}
          aria-label={t(`units.${what}.of`, { unit: id })}
          isAriaDisabled={isLacking}
          {...described}
          onClick={() => setOpen(true)}
        >
          {t(`units.${what}`)}
        </Button>
      </div>
      {isLacking && (
        <span className="field-note" id={lackingId}>
          {t('units.reload.denied', { permission: permissionLacking })}
        </span>
      )}
      {isOpen && (
        <SwitchDialog
          unit={unit}
          onChange={onChange}
          onClose={() => {
            setOpen(false)
            button.current?.focus()
          }}
        />
      )}
    </div>
  )
}

function ReloadedNote({ doneAtMs }: Readonly<{ doneAtMs: number | undefined }>) {
  const { t, exactTime } = useTexts()
  return (
    <span aria-live="polite" className="field-note">
      {doneAtMs !== undefined && (
        <>
          <CheckCircleIcon className="level-mark-ok" />{' '}
          <span title={exactTime(doneAtMs)}>{t('units.reload.done')}</span>
        </>
      )}
    </span>
  )
}
