import { Checkbox, ModalBody, ModalHeader } from '@patternfly/react-core'
import { useState } from 'react'
import type { ClusterTuningView } from '../../shared/api/tuning.ts'
import type { KnobName } from '../../shared/plan/knob-decision.ts'
import type { Action } from '../api/use-action.ts'
import { DialogButtons } from '../components/dialog-buttons.tsx'
import { Modal } from '../components/modal.tsx'
import { FailureAlert } from '../components/page-states.tsx'
import { useTexts } from '../messages/use-texts.tsx'
import type { NewlyEnforced } from './newly-enforced.ts'

export type EnforceDialogProps = Readonly<{
  tuning: Pick<ClusterTuningView, 'cluster' | 'hosts' | 'policies' | 'knobs'>
  /** What is to be enforced that was not before. */
  newly: NewlyEnforced
  /** The memory balancer sets balloons, not the policies. */
  isMemoryOurs: boolean
  takeOver: boolean
  /** It goes back to the configuration, which says whether MOM is taken over from. */
  isConfigured: boolean
  action: Action
  onConfirm: (takeOver: boolean) => void
  onClose: () => void
}>

/** The one confirmation before anything is changed on hosts: on how many, what the service lets policies, what balancers do, and what becomes of MOM. */
export function EnforceDialog(props: EnforceDialogProps) {
  const { tuning, newly, isMemoryOurs, isConfigured, action, onConfirm, onClose } = props
  const { t } = useTexts()
  const [takeOver, setTakeOver] = useState(props.takeOver)
  const moved = tuning.knobs.filter(knob => knob !== 'request').filter(knob => knob !== 'balloon' || !isMemoryOurs)
  const count = tuning.hosts.reduce((sum, { count: inMode }) => sum + inMode, 0)
  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="enforce-title" aria-describedby="enforce-note">
      <ModalHeader
        title={t(newly.policies || newly.memory ? 'tuning.enforce' : 'tuning.enforcePins', {
          cluster: tuning.cluster.name,
        })}
        labelId="enforce-title"
        titleIconVariant="warning"
      />
      <ModalBody>
        <div id="enforce-note">
          {newly.policies && <PolicyNotes tuning={tuning} moved={moved} count={count} />}
          {newly.memory && <p className="dialog-note">{t('tuning.enforce.memory')}</p>}
          {newly.pins && <p className="dialog-note">{t('tuning.enforce.pins')}</p>}
        </div>
        {newly.policies && (
          <Checkbox
            id="enforce-take-over"
            label={t('tuning.takeOver')}
            description={t('tuning.takeOver.means')}
            isChecked={takeOver}
            isDisabled={isConfigured}
            onChange={(_event, checked) => setTakeOver(checked)}
          />
        )}
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

type PolicyNotesProps = Readonly<{
  tuning: EnforceDialogProps['tuning']
  moved: readonly Exclude<KnobName, 'request'>[]
  /** Of hosts that answer. */
  count: number
}>

function PolicyNotes({ tuning: { policies, knobs }, moved, count }: PolicyNotesProps) {
  const { t, list } = useTexts()
  return (
    <>
      <p className="dialog-note">
        {moved.length === 0
          ? t('tuning.enforce.nothing')
          : t('tuning.enforce.hosts', { count, knobs: list(moved.map(knob => t(`tuning.moves.${knob}`))) })}{' '}
        {t('tuning.enforce.order', { policies: policies.join(', ') })}
      </p>
      {knobs.includes('request') && <p className="dialog-note">{t('tuning.enforce.requests')}</p>}
      {moved.length > 0 && (
        <p className="dialog-note">
          {moved.includes('balloon') && `${t('tuning.enforce.guarantee')} `}
          {t('tuning.enforce.lasting')}
        </p>
      )}
    </>
  )
}
