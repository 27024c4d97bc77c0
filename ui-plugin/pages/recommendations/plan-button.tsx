import { Button } from '@patternfly/react-core'
import { useRef, useState } from 'react'
import type { ClusterDetail } from '../../../shared/api/clusters.ts'
import { PlanDialog } from '../../dialogs/plan-dialog.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

export type PlanButtonProps = Readonly<{
  cluster: ClusterDetail | undefined
  /** A plan is among the recommendations now. */
  onMade: () => void
  onShow: (recommendationId: string, opener: HTMLElement) => void
}>

/** Has moves of a cluster planned; the plan then opens beside the list. */
export function PlanButton({ cluster, onMade, onShow }: PlanButtonProps) {
  const { t } = useTexts()
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  if (cluster === undefined) return null
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  const hosts = cluster.hostViews
    .filter(({ activeVms }) => activeVms > 0)
    .map(({ id, name, activeVms }) => ({ id, name, vms: activeVms }))
  return (
    <>
      <Button size="sm" variant="secondary" ref={button} onClick={() => setOpen(true)}>
        {t('plan.action.of', { cluster: cluster.name })}
      </Button>
      {isOpen && (
        <PlanDialog
          cluster={cluster}
          hosts={hosts}
          onClose={close}
          onMade={recommendationId => {
            close()
            onMade()
            if (button.current) onShow(recommendationId, button.current)
          }}
        />
      )}
    </>
  )
}
