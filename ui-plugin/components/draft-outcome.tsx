import { useTexts } from '../messages/use-texts.tsx'
import { ChangedMeanwhile, type ChangedMeanwhileProps } from './changed-meanwhile.tsx'
import { type Failure, FailureAlert } from './page-states.tsx'

export type DraftOutcomeProps = Readonly<{
  draft: Readonly<{
    isSaved: boolean
    isDirty: boolean
    isOlder: boolean
    dropDraft: () => void
    keepDraft: () => void
  }>
  saved: ChangedMeanwhileProps['saved']
  /** Of the last attempt to save, unless a dialog shows it. */
  failure: Failure | undefined
}>

/** What came of saving what was chosen, and who else has saved meanwhile. */
export function DraftOutcome({ draft, saved, failure }: DraftOutcomeProps) {
  const { t } = useTexts()
  const { isSaved, isDirty, isOlder, dropDraft, keepDraft } = draft
  return (
    <div aria-live="polite">
      {isSaved && !isDirty && <p className="field-note">{t('auto.saved')}</p>}
      {isOlder && <ChangedMeanwhile saved={saved} onTheirs={dropDraft} onMine={keepDraft} />}
      {failure !== undefined && !isOlder && <FailureAlert title={t('auto.failed')} failure={failure} />}
    </div>
  )
}
