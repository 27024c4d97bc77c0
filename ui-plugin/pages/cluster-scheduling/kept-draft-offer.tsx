import { AlertActionLink } from '@patternfly/react-core'
import { Alert } from '../../components/alert.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import type { OfferedDraft } from './use-kept-draft.ts'

/** What an earlier visit of the tab left unsaved, to be taken up again or given up. */
export function KeptDraftOffer({ offered }: Readonly<{ offered: OfferedDraft }>) {
  const { t, time, exactTime } = useTexts()
  const { atMs, isOutdated, take, drop } = offered
  return (
    <Alert
      component="h2"
      isInline
      variant="info"
      title={<span title={exactTime(atMs)}>{t('policy.kept.title', { time: time(atMs) })}</span>}
      actionLinks={
        <>
          <AlertActionLink onClick={take}>{t('policy.kept.take')}</AlertActionLink>
          <AlertActionLink onClick={drop}>{t('policy.kept.drop')}</AlertActionLink>
        </>
      }
    >
      {t('policy.kept.body')}
      {isOutdated && ` ${t('policy.kept.changed')}`}
    </Alert>
  )
}
