import { ModalBody, ModalHeader } from '@patternfly/react-core'
import type { MemoryOwner } from '../../shared/plan/tuning-state.ts'
import type { Action } from '../api/use-action.ts'
import { DialogButtons } from '../components/dialog-buttons.tsx'
import { Modal } from '../components/modal.tsx'
import { FailureAlert } from '../components/page-states.tsx'
import { useTexts } from '../messages/use-texts.tsx'

export type EnforceHostDialogProps = Readonly<{
  host: Readonly<{ name: string; cluster: Readonly<{ name: string }> }>
  /** What is to be enforced that was not before. */
  asked: Readonly<{ mode: boolean; pinning: boolean }>
  memory: MemoryOwner
  action: Action
  onConfirm: () => void
  onClose: () => void
}>

/** The one confirmation before anything is changed on one host. */
export function EnforceHostDialog({ host, asked, memory, action, onConfirm, onClose }: EnforceHostDialogProps) {
  const { t } = useTexts()
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="enforce-title" aria-describedby="enforce-note">
      <ModalHeader
        title={t('hostModes.enforce', { host: host.name })}
        labelId="enforce-title"
        titleIconVariant="warning"
      />
      <ModalBody>
        <div id="enforce-note">
          {asked.mode && (
            <p className="dialog-note">
              {t('hostModes.enforce.policies', { cluster: host.cluster.name })} {t('tuning.enforce.lasting')}
            </p>
          )}
          {asked.mode && memory === 'balancer' && <p className="dialog-note">{t('tuning.enforce.memory')}</p>}
          {asked.pinning && <p className="dialog-note">{t('tuning.enforce.pins')}</p>}
        </div>
        {action.state === 'failed' && <FailureAlert title={t('auto.failed')} failure={action.failure} />}
      </ModalBody>
      <DialogButtons
        confirm={t('tuning.mode.enforce')}
        isBusy={action.state === 'busy'}
        onConfirm={onConfirm}
        onClose={onClose}
      />
    </Modal>
  )
}
