import { useTexts } from '../../messages/use-texts.tsx'

/** In place of a list of runs while there are none. */
export function NoRuns() {
  const { t } = useTexts()
  return (
    <p className="field-note">
      {t('runs.empty')} {t('runs.empty.body')}
    </p>
  )
}
