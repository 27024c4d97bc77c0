import { Modal, ModalBody, ModalHeader } from '@patternfly/react-core'
import { useState } from 'react'
import type { Recommendation } from '../../shared/plan/recommendation.ts'
import { useClient } from '../api/api-context.tsx'
import { useAction } from '../api/use-action.ts'
import { DialogButtons } from '../components/dialog-buttons.tsx'
import { FailureAlert } from '../components/page-states.tsx'
import { ReasonField } from '../components/reason-field.tsx'
import { useRecommendationTexts } from '../components/recommendation-texts.ts'
import { useTexts } from '../messages/use-texts.tsx'

export type DismissDialogProps = Readonly<{
  recommendation: Recommendation
  onClose: () => void
  onDismissed: () => void
}>

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
        <ReasonField id="dismiss-reason" label={t('dismiss.reason')} value={reason} onChange={setReason} />
        {action.state === 'failed' && <FailureAlert title={t('dismiss.failed')} failure={action.failure} />}
      </ModalBody>
      <DialogButtons
        confirm={t('dismiss.confirm')}
        isBusy={action.state === 'busy'}
        onConfirm={() => void dismiss()}
        onClose={onClose}
      />
    </Modal>
  )
}
