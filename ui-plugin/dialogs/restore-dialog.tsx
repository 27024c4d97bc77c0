import { ModalBody, ModalHeader } from '@patternfly/react-core'
import type { HostTuning } from '../../shared/api/tuning.ts'
import type { Action } from '../api/use-action.ts'
import { DialogButtons } from '../components/dialog-buttons.tsx'
import { Modal } from '../components/modal.tsx'
import { FailureAlert } from '../components/page-states.tsx'
import { useFirstOf } from '../components/show-more.tsx'
import { useTouchedWords } from '../components/use-touched-words.ts'
import { useTexts } from '../messages/use-texts.tsx'

export type RestoreDialogProps = Readonly<{
  hostName: string
  touched: HostTuning['touched']
  action: Action
  onConfirm: () => void
  onClose: () => void
}>

const FIRST = 10

/** Before all that was changed on a host goes back to how it was found: what that is. */
export function RestoreDialog({ hostName, touched, action, onConfirm, onClose }: RestoreDialogProps) {
  const { t } = useTexts()
  const words = useTouchedWords()
  const [shown, more] = useFirstOf(touched, FIRST)
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="restore-title" aria-describedby="restore-note">
      <ModalHeader title={t('hostModes.restore.title', { host: hostName })} labelId="restore-title" />
      <ModalBody>
        <p id="restore-note" className="dialog-note">
          {t('hostModes.restore.means')}
        </p>
        <ul className="restore-list">
          {shown.map(one => (
            <li key={one.vmId ?? 'host'}>{words(one)}</li>
          ))}
        </ul>
        {more}
        {action.state === 'failed' && <FailureAlert title={t('auto.failed')} failure={action.failure} />}
      </ModalBody>
      <DialogButtons
        confirm={t('hostModes.restore')}
        isBusy={action.state === 'busy'}
        onConfirm={onConfirm}
        onClose={onClose}
      />
    </Modal>
  )
}
