import { ModalBody, ModalHeader } from '@patternfly/react-core'
import { useState } from 'react'
import { useAction } from '../api/use-action.ts'
import { DialogButtons } from '../components/dialog-buttons.tsx'
import { Modal } from '../components/modal.tsx'
import { FailureAlert } from '../components/page-states.tsx'
import { ReasonField } from '../components/reason-field.tsx'

export type ReasonDialogProps = Readonly<{
  /** Names its parts in the page. */
  id: string
  texts: Readonly<{ title: string; body: string; reason: string; failed: string; confirm: string }>
  /** It stops something: warn, and let the button look like it. */
  isDangerous?: boolean
  /** Does it; undefined when it was not done. */
  act: (reason: string, signal: AbortSignal) => Promise<unknown>
  onDone: () => void
  onClose: () => void
}>

/** One confirmation, with a word for those who ask later. */
export function ReasonDialog({ id, texts, isDangerous = false, act, onDone, onClose }: ReasonDialogProps) {
  const [reason, setReason] = useState('')
  const [action, run] = useAction()
  const confirm = async () => {
    if ((await run(signal => act(reason, signal))) !== undefined) onDone()
  }
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby={`${id}-title`} aria-describedby={`${id}-note`}>
      <ModalHeader
        title={texts.title}
        labelId={`${id}-title`}
        {...(isDangerous && { titleIconVariant: 'warning' as const })}
      />
      <ModalBody>
        <p className="dialog-note" id={`${id}-note`}>
          {texts.body}
        </p>
        <ReasonField id={`${id}-reason`} label={texts.reason} value={reason} onChange={setReason} />
        {action.state === 'failed' && <FailureAlert title={texts.failed} failure={action.failure} />}
      </ModalBody>
      <DialogButtons
        confirm={texts.confirm}
        variant={isDangerous ? 'danger' : 'primary'}
        isBusy={action.state === 'busy'}
        onConfirm={() => void confirm()}
        onClose={onClose}
      />
    </Modal>
  )
}
