import { useClient } from '../api/api-context.tsx'
import { useTexts } from '../messages/use-texts.tsx'
import { ReasonDialog } from './reason-dialog.tsx'

/** The one confirmation before every move of every cluster is stopped. */
export function StopDialog({ onClose, onStopped }: Readonly<{ onClose: () => void; onStopped: () => void }>) {
  const { t } = useTexts()
  const client = useClient()
  const texts = {
    title: t('automation.stop.title'),
    body: t('automation.stop.body'),
    reason: t('automation.stop.why'),
    failed: t('automation.stop.failed'),
    confirm: t('automation.stop'),
  }
  return (
    <ReasonDialog
      id="stop"
      texts={texts}
      isDangerous
      act={(why, signal) => client.stopMoves(why, signal)}
      onDone={onStopped}
      onClose={onClose}
    />
  )
}
