import {
  Alert,
  Button,
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
} from '@patternfly/react-core'
import { useCallback } from 'react'
import type { MoveRecommendation } from '../../shared/plan/recommendation.ts'
import { useClient } from '../api/api-context.tsx'
import { useAction } from '../api/use-action.ts'
import { useRemote } from '../api/use-remote.ts'
import { FailureAlert } from '../components/page-states.tsx'
import { useTexts } from '../messages/use-texts.tsx'

export type ApplyDialogProps = Readonly<{
  recommendation: MoveRecommendation
  onClose: () => void
  onApplied: () => void
}>

/** The one confirmation before a VM moves: what, where, how long, and whether this user may. */
export function ApplyDialog({ recommendation, onClose, onApplied }: ApplyDialogProps) {
  const { t } = useTexts()
  const client = useClient()
  const { id, vm, to, cluster } = recommendation
  const load = useCallback((signal: AbortSignal) => client.getRecommendation(id, signal), [client, id])
  const [detail] = useRemote(load, never)
  const [action, run] = useAction()
  const denied = detail.state === 'ready' && !detail.data.mayApply ? detail.data.permissionNeeded : undefined

  const apply = async () => {
    if ((await run(signal => client.applyRecommendation(id, signal))) !== undefined) onApplied()
  }

  return (
    <Modal isOpen variant="small" onClose={onClose} aria-labelledby="apply-title" aria-describedby="apply-body">
      <ModalHeader title={t('apply.title', { vm: vm.name, to: to.name })} labelId="apply-title" />
      <ModalBody id="apply-body">
        <Facts recommendation={recommendation} />
        <p className="dialog-note">{t('apply.check')}</p>
        {denied !== undefined && (
          <Alert
            component="h2"
            isInline
            variant="warning"
            title={t('apply.denied', { permission: denied, cluster: cluster.name })}
          />
        )}
        {detail.state === 'failed' && <FailureAlert title={t('state.failed.title')} failure={detail.failure} />}
        {action.state === 'failed' && <FailureAlert title={t('apply.failed')} failure={action.failure} />}
      </ModalBody>
      <ModalFooter>
        <Button
          variant="primary"
          isLoading={action.state === 'busy'}
          isDisabled={action.state === 'busy' || detail.state !== 'ready' || denied !== undefined}
          onClick={() => void apply()}
        >
          {t('apply.confirm')}
        </Button>
        <Button variant="link" onClick={onClose}>
          {t('apply.cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  )
}

function Facts({ recommendation }: Readonly<{ recommendation: MoveRecommendation }>) {
  const { t, memory, change, duration } = useTexts()
  const { vm, from, to, cost, effects } = recommendation
  const rows = [
    [t('apply.vm'), vm.name],
    [t('apply.move'), `${from.name} → ${to.name}`],
    [t('apply.size'), memory(cost.transferMiB)],
    [
      t('apply.duration'),
      cost.estimatedSeconds === undefined
        ? t('state.unknown')
        : t('apply.duration.about', { duration: duration(cost.estimatedSeconds) }),
    ],
    ...effects.map(({ host, memoryUsedBeforePercent, memoryUsedAfterPercent }) => [
      t('hosts.bar.memory', { host: host.name }),
      change(memoryUsedBeforePercent, memoryUsedAfterPercent),
    ]),
  ]
  return (
    <DescriptionList isHorizontal isCompact horizontalTermWidthModifier={{ default: '24ch' }}>
      {rows.map(([term, description]) => (
        <DescriptionListGroup key={term}>
          <DescriptionListTerm>{term}</DescriptionListTerm>
          <DescriptionListDescription>{description}</DescriptionListDescription>
        </DescriptionListGroup>
      ))}
    </DescriptionList>
  )
}

// What is being confirmed must not change while it is read; the service checks it again anyway.
const never = () => false
