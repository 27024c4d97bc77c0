import { Button } from '@patternfly/react-core'
import { useRef, useState } from 'react'
import type { AutomationReply } from '../../../shared/api/plans.ts'
import type { Remote } from '../../api/use-remote.ts'
import { StopDialog } from '../../dialogs/stop-dialog.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

export type StopButtonProps = Readonly<{ automation: Remote<AutomationReply>; onChange: () => void }>

/** For those who may; the notice takes its place once all is stopped. */
export function StopButton({ automation, onChange }: StopButtonProps) {
  const { t } = useTexts()
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  if (automation.state !== 'ready' || !automation.data.mayStop || automation.data.state.stop !== undefined) return null
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    <>
      <Button size="sm" variant="secondary" isDanger ref={button} onClick={() => setOpen(true)}>
        {t('automation.stop')}
      </Button>
      {isOpen && (
        <StopDialog
          onClose={close}
          onStopped={() => {
            close()
            onChange()
          }}
        />
      )}
    </>
  )
}
