import { ModalBody, ModalHeader } from '@patternfly/react-core'
import { lazy, Suspense, useCallback } from 'react'
import type { MoveRecommendation, PlanRecommendation } from '../../shared/plan/recommendation.ts'
import { useClient } from '../api/api-context.tsx'
import { useAction } from '../api/use-action.ts'
import { useRemote } from '../api/use-remote.ts'
import { Alert } from '../components/alert.tsx'
import { DialogButtons } from '../components/dialog-buttons.tsx'
import { Modal } from '../components/modal.tsx'
import { FailureAlert, PageLoading } from '../components/page-states.tsx'
import { useRecommendationTexts } from '../components/recommendation-texts.ts'
import { useTexts } from '../messages/use-texts.tsx'
import { ApplyFacts } from './apply-facts.tsx'

/** Comes when a plan is about to be applied. */
const PlanPreview = lazy(async () => ({ default: (await import('./plan-preview.tsx')).PlanPreview }))

/** What is carried out here; hosts are switched in the portal. */
export type Applicable = MoveRecommendation | PlanRecommendation

export type ApplyDialogProps = Readonly<{
  recommendation: Applicable
  onClose: () => void
  onApplied: () => void
}>

/** The one confirmation before VMs move: what, where, how long, and whether this user may. */
export function ApplyDialog({ recommendation, onClose, onApplied }: ApplyDialogProps) {
  const { t } = useTexts()
  const client = useClient()
  const { id, cluster } = recommendation
  const texts = useApplyTexts(recommendation)
  const load = useCallback((signal: AbortSignal) => client.getRecommendation(id, signal), [client, id])
  const [detail] = useRemote(load, never)
  const [action, run] = useAction()
  const denied = detail.state === 'ready' && !detail.data.mayApply ? detail.data.permissionNeeded : undefined

  const apply = async () => {
    if ((await run(signal => client.applyRecommendation(id, signal))) !== undefined) onApplied()
  }

  return (
    <Modal
      isOpen
      variant={recommendation.kind === 'plan' ? 'medium' : 'small'}
      onClose={onClose}
      aria-labelledby="apply-title"
      aria-describedby="apply-body"
    >
      <ModalHeader title={texts.title} labelId="apply-title" />
      <ModalBody id="apply-body">
        <ApplyFacts recommendation={recommendation} />
        {recommendation.kind === 'plan' && (
          <Suspense fallback={<PageLoading />}>
            <PlanPreview plan={recommendation.plan} />
          </Suspense>
        )}
        <p className="dialog-note">{texts.check}</p>
        {denied !== undefined && (
          <Alert
            component="h2"
            isInline
            variant="warning"
            title={t('apply.denied', { permission: denied, cluster: cluster.name })}
          />
        )}
        {detail.state === 'failed' && <FailureAlert title={t('state.failed.title')} failure={detail.failure} />}
        {action.state === 'failed' && <FailureAlert title={texts.failed} failure={action.failure} />}
      </ModalBody>
      <DialogButtons
        confirm={texts.confirm}
        isBusy={action.state === 'busy'}
        isDisabled={detail.state !== 'ready' || denied !== undefined}
        onConfirm={() => void apply()}
        onClose={onClose}
      />
    </Modal>
  )
}

function useApplyTexts(recommendation: Applicable) {
  const { t } = useTexts()
  const { title } = useRecommendationTexts()(recommendation)
  if (recommendation.kind === 'plan') {
    return {
      title: t('apply.plan.title', { what: title }),
      check: t('apply.plan.check'),
      confirm: t('apply.plan.confirm', { moves: recommendation.plan.steps.length }),
      failed: t('apply.plan.failed'),
    }
  }
  return {
    title: t('apply.title', { vm: recommendation.vm.name, to: recommendation.to.name }),
    check: t('apply.check'),
    confirm: t('apply.confirm'),
    failed: t('apply.failed'),
  }
}

// What is being confirmed must not change while it is read; the service checks it again anyway.
const never = () => false
