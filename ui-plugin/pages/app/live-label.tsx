import { Button, Label } from '@patternfly/react-core'
import { InProgressIcon, OutlinedClockIcon, RedoIcon, WifiIcon } from '@patternfly/react-icons'
import { useLiveState } from '../../api/api-context.tsx'
import { useTexts } from '../../messages/use-texts.tsx'

/** Whether news arrives by itself, and a way to ask for it. */
export function LiveLabel({ onRefresh }: Readonly<{ onRefresh: () => void }>) {
  const { t } = useTexts()
  const state = useLiveState()
  return (
    <>
      {state === 'live' && (
        <Label isCompact variant="outline" status="success" icon={<WifiIcon />}>
          {t('live.live')}
        </Label>
      )}
      {state === 'polling' && (
        <Label isCompact variant="outline" status="warning" icon={<OutlinedClockIcon />}>
          {t('live.polling')}
        </Label>
      )}
      {state === 'connecting' && (
        <Label isCompact variant="outline" icon={<InProgressIcon />}>
          {t('live.connecting')}
        </Label>
      )}
      <Button variant="plain" icon={<RedoIcon />} aria-label={t('live.refresh')} onClick={onRefresh} />
    </>
  )
}
