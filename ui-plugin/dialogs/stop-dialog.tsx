import { Button, Form, FormGroup, Modal, ModalBody, ModalFooter, ModalHeader, TextArea } from '@patternfly/react-core'
import { useState } from 'react'
import { useClient } from '../api/api-context.tsx'
import { useAction } from '../api/use-action.ts'
import { FailureAlert } from '../components/page-states.tsx'
import { useTexts } from '../messages/use-texts.tsx'

const MAX_REASON_LENGTH = 500

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
        <Form onSubmit={event => event.preventDefault()}>
          <FormGroup label={t('automation.stop.why')} fieldId="stop-why">
            <TextArea
              id="stop-why"
              value={why}
              maxLength={MAX_REASON_LENGTH}
              rows={3}
              resizeOrientation="vertical"
              onChange={(_event, text) => setWhy(text)}
            />
          </FormGroup>
        </Form>
        {action.state === 'failed' && <FailureAlert title={t('automation.stop.failed')} failure={action.failure} />}
      </ModalBody>
      <ModalFooter>
        <Button
          variant="danger"
          isLoading={action.state === 'busy'}
          isDisabled={action.state === 'busy'}
          onClick={() => void stop()}
        >
          {t('automation.stop')}
        </Button>
        <Button variant="link" onClick={onClose}>
          {t('apply.cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  )
}
