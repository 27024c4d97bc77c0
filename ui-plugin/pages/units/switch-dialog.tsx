import { ModalBody, ModalHeader } from '@patternfly/react-core'
import { useState } from 'react'
import type { UnitView } from '../../../shared/api/service.ts'
import { useClient } from '../../api/api-context.tsx'
import { useAction } from '../../api/use-action.ts'
import { Alert } from '../../components/alert.tsx'
import { DialogButtons } from '../../components/dialog-buttons.tsx'
import { Modal } from '../../components/modal.tsx'
import { FailureAlert } from '../../components/page-states.tsx'
import { ReasonField } from '../../components/reason-field.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { useSwitchEffects } from './use-switch-effects.ts'

export type SwitchDialogProps = Readonly<{
  unit: UnitView
  onClose: () => void
  /** The list is another one now, also after a refusal. */
  onChange: () => void
}>

/** What disabling or enabling a unit will do, before it is done. */
export function SwitchDialog({ unit, onClose, onChange }: SwitchDialogProps) {
  const { t } = useTexts()
  const client = useClient()
  // What is decided on does not turn round when somebody else switches the unit meanwhile: that is refused and said.
  const [enables] = useState(unit.state === 'disabled')
  const [reason, setReason] = useState('')
  const [action, run] = useAction()
  const { warning, effects } = useSwitchEffects(unit, enables)
  const what = enables ? 'enable' : 'disable'
  const confirm = async () => {
    const done = await run(signal => client.switchUnit(unit.id, { enabled: enables, reason }, signal))
    onChange()
    if (done !== undefined) onClose()
  }
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="switch-title" aria-describedby="switch-effects">
      <ModalHeader title={t(`units.${what}.title`, { unit: unit.id })} labelId="switch-title" />
      <ModalBody>
        <div id="switch-effects" className="unit-switch">
          {warning !== undefined && (
            <Alert isInline component="h2" variant="warning" title={warning}>
              {t('units.disable.loosens.body')}
            </Alert>
          )}
          <ul>
            {effects.map(effect => (
              <li key={effect} className="listed-point">
                {effect}
              </li>
            ))}
          </ul>
        </div>
        <ReasonField id="switch-reason" label={t('units.switch.reason')} value={reason} onChange={setReason} />
        {action.state === 'failed' && (
          <FailureAlert title={t(`units.${what}.failed`, { unit: unit.id })} failure={action.failure} />
        )}
      </ModalBody>
      <DialogButtons
        confirm={t(`units.${what}.confirm`)}
        variant={enables ? 'primary' : 'danger'}
        isBusy={action.state === 'busy'}
        onConfirm={() => void confirm()}
        onClose={onClose}
      />
    </Modal>
  )
}
