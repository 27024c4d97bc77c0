import { Checkbox, ModalBody, ModalHeader } from '@patternfly/react-core'
import { useState } from 'react'
import type { ClusterTuningView } from '../../shared/api/tuning.ts'
import type { Action } from '../api/use-action.ts'
import { DialogButtons } from '../components/dialog-buttons.tsx'
import { Modal } from '../components/modal.tsx'
import { FailureAlert } from '../components/page-states.tsx'
import { useTexts } from '../messages/use-texts.tsx'

export type EnforceDialogProps = Readonly<{
  tuning: Pick<ClusterTuningView, 'cluster' | 'hosts' | 'policies' | 'knobs'>
  takeOver: boolean
  /** It goes back to the configuration, which says whether MOM is taken over from. */
  isConfigured: boolean
  action: Action
  onConfirm: (takeOver: boolean) => void
  onClose: () => void
}>

/** The one confirmation before policies change anything on hosts: on how many, what the service lets them, and what becomes of MOM. */
export function EnforceDialog(props: EnforceDialogProps) {
  const { tuning, isConfigured, action, onConfirm, onClose } = props
  const { t, list } = useTexts()
  const [takeOver, setTakeOver] = useState(props.takeOver)
  const moved = tuning.knobs.filter(knob => knob !== 'request')
  const count = tuning.hosts.reduce((sum, { count: inMode }) => sum + inMode, 0)
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="enforce-title" aria-describedby="enforce-note">
      <ModalHeader
        title={t('tuning.enforce', { cluster: tuning.cluster.name })}
        labelId="enforce-title"
        titleIconVariant="warning"
      />
      <ModalBody>
        <div id="enforce-note">
          <p className="dialog-note">
            {moved.length === 0
              ? t('tuning.enforce.nothing')
              : t('tuning.enforce.hosts', { count, knobs: list(moved.map(knob => t(`tuning.moves.${knob}`))) })}{' '}
            {t('tuning.enforce.order', { policies: tuning.policies.join(', ') })}
          </p>
          {tuning.knobs.includes('request') && <p className="dialog-note">{t('tuning.enforce.requests')}</p>}
          {moved.length > 0 && (
            <p className="dialog-note">
              {moved.includes('balloon') && `${t('tuning.enforce.guarantee')} `}
              {t('tuning.enforce.lasting')}
            </p>
          )}
        </div>
        <Checkbox
          id="enforce-take-over"
          label={t('tuning.takeOver')}
          description={t('tuning.takeOver.means')}
          isChecked={takeOver}
          isDisabled={isConfigured}
          onChange={(_event, checked) => setTakeOver(checked)}
        />
        {action.state === 'failed' && <FailureAlert title={t('auto.failed')} failure={action.failure} />}
      </ModalBody>
      <DialogButtons
        confirm={t('tuning.mode.enforce')}
        isBusy={action.state === 'busy'}
        onConfirm={() => onConfirm(takeOver)}
        onClose={onClose}
      />
    </Modal>
  )
}
