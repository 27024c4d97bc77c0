import { Form, ModalBody, ModalHeader } from '@patternfly/react-core'
import type { Recommendation } from '../../shared/plan/recommendation.ts'
import { useClient } from '../api/api-context.tsx'
import { useAction } from '../api/use-action.ts'
import { DialogButtons } from '../components/dialog-buttons.tsx'
import { Modal } from '../components/modal.tsx'
import { FailureAlert } from '../components/page-states.tsx'
import { useRecommendationTexts } from '../components/recommendation-texts.ts'
import { useTexts } from '../messages/use-texts.tsx'
import { SnoozeUntilField, useSnoozeUntil } from './snooze-until.tsx'

export type SnoozeDialogProps = Readonly<{
  recommendation: Recommendation
  onClose: () => void
  onSnoozed: () => void
}>

/** Puts a recommendation aside until a time, which is named before it is agreed to. */
export function SnoozeDialog({ recommendation, onClose, onSnoozed }: SnoozeDialogProps) {
  const { t } = useTexts()
  const client = useClient()
  const { snoozeTitle } = useRecommendationTexts()(recommendation)
  const [until, untilMs] = useSnoozeUntil()
  const [action, run] = useAction()
  const confirm = async () => {
    if ((await run(signal => client.snoozeRecommendation(recommendation.id, untilMs, signal))) !== undefined)
      onSnoozed()
  }
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="snooze-title" aria-describedby="snooze-note">
      <ModalHeader title={snoozeTitle} labelId="snooze-title" />
      <ModalBody>
        <p className="dialog-note" id="snooze-note">
          {t('snooze.body')}
        </p>
        <Form onSubmit={event => event.preventDefault()}>
          <SnoozeUntilField {...until} isDisabled={action.state === 'busy'} />
        </Form>
        {action.state === 'failed' && <FailureAlert title={t('snooze.failed')} failure={action.failure} />}
      </ModalBody>
      <DialogButtons
        confirm={t('snooze.confirm')}
        isBusy={action.state === 'busy'}
        onConfirm={() => void confirm()}
        onClose={onClose}
      />
    </Modal>
  )
}
