import { Form, ModalBody, ModalHeader } from '@patternfly/react-core'
import { useState } from 'react'
import type { PlanReply } from '../../shared/api/plans.ts'
import type { Named } from '../../shared/plan/named.ts'
import { useClient } from '../api/api-context.tsx'
import { useAction } from '../api/use-action.ts'
import { Alert } from '../components/alert.tsx'
import { DialogButtons } from '../components/dialog-buttons.tsx'
import { Modal } from '../components/modal.tsx'
import { FailureAlert } from '../components/page-states.tsx'
import { useTexts } from '../messages/use-texts.tsx'
import { NothingToMove } from './nothing-to-move.tsx'
import { type HostChoice, objectiveOf, PlanFields, type PlanWish } from './plan-fields.tsx'

export type PlanDialogProps = Readonly<{
  cluster: Named
  hosts: readonly HostChoice[]
  onClose: () => void
  /** There is a plan: it is this recommendation. */
  onMade: (recommendationId: string) => void
}>

/** Asks for a plan. It stays open while the service searches, and when there is nothing to move. */
export function PlanDialog({ cluster, hosts, onClose, onMade }: PlanDialogProps) {
  const { t } = useTexts()
  const client = useClient()
  const [wish, setWish] = useState<PlanWish>({ kind: 'balance', hostId: '', level: 3 })
  const [action, run, clear] = useAction()
  const [nothing, setNothing] = useState<PlanReply>()
  const isBusy = action.state === 'busy'
  const objective = objectiveOf(wish)

  const change = (next: PlanWish) => {
    setWish(next)
    setNothing(undefined)
    clear()
  }
  const make = async () => {
    if (objective === undefined) return
    setNothing(undefined)
    const reply = await run(signal => client.makePlan(cluster.id, { objective, level: wish.level }, signal))
    if (reply?.recommendationId !== undefined) onMade(reply.recommendationId)
    else setNothing(reply)
  }

  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="plan-title" aria-describedby="plan-note">
      <ModalHeader title={t('plan.title', { cluster: cluster.name })} labelId="plan-title" />
      <ModalBody>
        <p className="dialog-note" id="plan-note">
          {t('plan.body')}
        </p>
        <Form onSubmit={event => event.preventDefault()}>
          <PlanFields wish={wish} hosts={hosts} isDisabled={isBusy} onChange={change} />
        </Form>
        <div aria-live="polite" className="plan-outcome">
          {isBusy && <Alert component="h2" isInline isPlain variant="info" title={t('plan.busy')} />}
          {nothing && <NothingToMove plan={nothing.plan} />}
        </div>
        {action.state === 'failed' && <FailureAlert title={t('plan.failed')} failure={action.failure} />}
      </ModalBody>
      <DialogButtons
        confirm={t('plan.make')}
        isBusy={isBusy}
        isDisabled={objective === undefined}
        onConfirm={() => void make()}
        onClose={onClose}
      />
    </Modal>
  )
}
