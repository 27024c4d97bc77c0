import { Modal, ModalBody, ModalHeader } from '@patternfly/react-core'
import { useState } from 'react'
import { useClient } from '../api/api-context.tsx'
import { useAction } from '../api/use-action.ts'
import { DialogButtons } from '../components/dialog-buttons.tsx'
import { FailureAlert } from '../components/page-states.tsx'
import { ReasonField } from '../components/reason-field.tsx'
import { useTexts } from '../messages/use-texts.tsx'

/** The one confirmation before every move of every cluster is stopped, with a word for the others. */
export function StopDialog({ onClose, onStopped }: Readonly<{ onClose: () => void; onStopped: () => void }>) {
  const { t } = useTexts()
  const client = useClient()
  const [why, setWhy] = useState('')
  const [action, run] = useAction()
  const stop = async () => {
    if ((await run(signal => client.stopMoves(why, signal))) !== undefined) onStopped()
  }
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="stop-title" aria-describedby="stop-note">
      <ModalHeader title={t('automation.stop.title')} titleIconVariant="warning" labelId="stop-title" />
      <ModalBody>
        <p className="dialog-note" id="stop-note">
          {t('automation.stop.body')}
        </p>
        <ReasonField id="stop-why" label={t('automation.stop.why')} value={why} onChange={setWhy} />
        {action.state === 'failed' && <FailureAlert title={t('automation.stop.failed')} failure={action.failure} />}
      </ModalBody>
      <DialogButtons
        confirm={t('automation.stop')}
        variant="danger"
        isBusy={action.state === 'busy'}
        onConfirm={() => void stop()}
        onClose={onClose}
      />
    </Modal>
  )
}
