import { Button, Form, FormGroup, Modal, ModalBody, ModalFooter, ModalHeader, TextArea } from '@patternfly/react-core'
import { useState } from 'react'
import type { Recommendation } from '../../shared/plan/recommendation.ts'
import { useClient } from '../api/api-context.tsx'
import { useAction } from '../api/use-action.ts'
import { FailureAlert } from '../components/page-states.tsx'
import { useRecommendationTexts } from '../components/recommendation-texts.ts'
import { useTexts } from '../messages/use-texts.tsx'

export type DismissDialogProps = Readonly<{
  recommendation: Recommendation
  onClose: () => void
  onDismissed: () => void
}>

const MAX_REASON_LENGTH = 500

/** Puts a recommendation aside, with a word for those who ask later. */
export function DismissDialog({ recommendation, onClose, onDismissed }: DismissDialogProps) {
  const { t } = useTexts()
  const { dismissTitle } = useRecommendationTexts()(recommendation)
  const client = useClient()
  const [reason, setReason] = useState('')
  const [action, run] = useAction()

  const dismiss = async () => {
    if ((await run(signal => client.dismissRecommendation(recommendation.id, reason, signal))) !== undefined)
      onDismissed()
  }

  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="dismiss-title" aria-describedby="dismiss-body">
      <ModalHeader title={dismissTitle} labelId="dismiss-title" />
      <ModalBody id="dismiss-body">
        <p className="dialog-note">{t('dismiss.body')}</p>
        <Form onSubmit={event => event.preventDefault()}>
          <FormGroup label={t('dismiss.reason')} fieldId="dismiss-reason">
            <TextArea
              id="dismiss-reason"
              value={reason}
              maxLength={MAX_REASON_LENGTH}
              rows={3}
              resizeOrientation="vertical"
              onChange={(_event, text) => setReason(text)}
            />
          </FormGroup>
        </Form>
        {action.state === 'failed' && <FailureAlert title={t('dismiss.failed')} failure={action.failure} />}
      </ModalBody>
      <ModalFooter>
        <Button
          variant="primary"
          isLoading={action.state === 'busy'}
          isDisabled={action.state === 'busy'}
          onClick={() => void dismiss()}
        >
          {t('dismiss.confirm')}
        </Button>
        <Button variant="link" onClick={onClose}>
          {t('apply.cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  )
}
