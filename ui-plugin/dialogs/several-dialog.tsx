import { Button, Form, ModalBody, ModalFooter, ModalHeader, Progress } from '@patternfly/react-core'
import { useCallback, useState } from 'react'
import type { Recommendation } from '../../shared/plan/recommendation.ts'
import { useClient } from '../api/api-context.tsx'
import { DialogButtons } from '../components/dialog-buttons.tsx'
import { Modal } from '../components/modal.tsx'
import { FailureAlert } from '../components/page-states.tsx'
import { ReasonField } from '../components/reason-field.tsx'
import { useTexts } from '../messages/use-texts.tsx'
import { DeniedClusters } from './denied-clusters.tsx'
import { SeveralFacts } from './several-facts.tsx'
import { SeveralList } from './several-list.tsx'
import { SnoozeUntilField, useSnoozeUntil } from './snooze-until.tsx'
import { useMayDecide } from './use-may-decide.ts'
import { useSeveral } from './use-several.ts'

/** What can be done with several at once. */
export type SeveralAction = 'apply' | 'dismiss' | 'snooze'

export type SeveralDialogProps = Readonly<{
  what: SeveralAction
  /** As they were when the dialog was opened. */
  recommendations: readonly Recommendation[]
  onClose: () => void
}>

/** The one confirmation for several recommendations, then what became of each. */
export function SeveralDialog({ what, recommendations, onClose }: SeveralDialogProps) {
  const { t } = useTexts()
  const client = useClient()
  const [reason, setReason] = useState('')
  const [until, untilMs] = useSnoozeUntil()
  const { action, outcomes, start } = useSeveral()
  const [permissions, denied] = useMayDecide(recommendations)
  const decided = recommendations
    .filter(({ kind, cluster }) => !denied.has(cluster.id) && (what !== 'apply' || kind !== 'host'))
    .toSorted((a, b) => a.priority - b.priority || a.createdAtMs - b.createdAtMs)
  const hosts = what === 'apply' ? recommendations.filter(({ kind }) => kind === 'host').length : 0
  const hasBegun = outcomes.size > 0 || action.state === 'busy'
  const isOver = decided.length > 0 && outcomes.size >= decided.length
  const moves = decided.reduce((sum, one) => sum + (one.kind === 'plan' ? one.plan.steps.length : 1), 0)

  const confirm = useCallback(
    (ids: readonly string[]) =>
      start(ids, (group, signal) => {
        if (what === 'apply') return client.applySeveral(group, signal)
        if (what === 'snooze') return client.snoozeSeveral(group, untilMs, signal)
        return client.dismissSeveral(group, reason, signal)
      }),
    [client, start, what, reason, untilMs],
  )

  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-labelledby="several-title" aria-describedby="several-note">
      <ModalHeader title={t(`several.${what}.title`, { count: decided.length })} labelId="several-title" />
      <ModalBody tabIndex={0} aria-labelledby="several-title">
        {what === 'apply' && <SeveralFacts recommendations={decided} moves={moves} />}
        <p className="dialog-note" id="several-note">
          {t(`several.${what}.check`)}
          {hosts > 0 && ` ${t('several.hosts', { count: hosts })}`}
        </p>
        {what === 'dismiss' && !hasBegun && (
          <ReasonField id="several-reason" label={t('dismiss.reason')} value={reason} onChange={setReason} />
        )}
        {what === 'snooze' && !hasBegun && (
          <Form onSubmit={event => event.preventDefault()}>
            <SnoozeUntilField {...until} isDisabled={false} />
          </Form>
        )}
        <DeniedClusters permissions={permissions} denied={denied} />
        {hasBegun && (
          <Progress
            size="sm"
            title={t('several.progress')}
            value={outcomes.size}
            max={Math.max(1, decided.length)}
            label={t('several.progress.of', { done: outcomes.size, all: decided.length })}
            valueText={t('several.progress.of', { done: outcomes.size, all: decided.length })}
          />
        )}
        <Result outcomes={outcomes} isOver={isOver} />
        {action.state === 'failed' && <FailureAlert title={t(`several.${what}.failed`)} failure={action.failure} />}
        <SeveralList recommendations={decided} outcomes={outcomes} done={t(`several.${what}.done`)} />
      </ModalBody>
      {isOver ? (
        <ModalFooter>
          <Button onClick={onClose} ref={focusOnce}>
            {t('state.close')}
          </Button>
        </ModalFooter>
      ) : (
        <DialogButtons
          confirm={
            what === 'apply'
              ? t('several.apply.confirm', { moves })
              : t(`several.${what}.confirm`, { count: decided.length })
          }
          isBusy={action.state === 'busy'}
          isDisabled={permissions.state !== 'ready' || decided.length === 0}
          onConfirm={() => confirm(decided.map(({ id }) => id))}
          onClose={onClose}
        />
      )}
    </Modal>
  )
}

/** The button that was pressed is gone by then, and the focus with it. */
const focusOnce = (button: HTMLButtonElement | null) => button?.focus()

type ResultProps = Readonly<{ outcomes: ReturnType<typeof useSeveral>['outcomes']; isOver: boolean }>

function Result({ outcomes, isOver }: ResultProps) {
  const { t } = useTexts()
  const refused = [...outcomes.values()].filter(({ problem }) => problem !== undefined).length
  return <p role="status">{isOver && t('several.result', { done: outcomes.size - refused, refused })}</p>
}
