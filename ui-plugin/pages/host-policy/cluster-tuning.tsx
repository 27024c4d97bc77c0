import { type FormEvent, useRef, useState } from 'react'
import type { ClusterTuningView } from '../../../shared/api/tuning.ts'
import type { ClusterTuning as Settings } from '../../../shared/plan/tuning-state.ts'
import { DraftOutcome } from '../../components/draft-outcome.tsx'
import { useFocusAfter } from '../../components/use-focus-after.ts'
import { EnforceDialog } from '../../dialogs/enforce-dialog.tsx'
import { isAnyEnforced, newlyEnforced } from '../../dialogs/newly-enforced.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { ModeChoice } from './mode-choice.tsx'
import { PolicyProblem } from './policy-problem.tsx'
import { TuningStanding } from './tuning-standing.tsx'
import { useModeDraft } from './use-mode-draft.ts'

export type ClusterTuningProps = Readonly<{ loaded: ClusterTuningView; onChange: () => void }>

/** What is done with the hosts of one cluster, and the choice of something else. Before anything is enforced it is asked. */
export function ClusterTuning({ loaded: given, onChange }: ClusterTuningProps) {
  const { t } = useTexts()
  const draft = useModeDraft(given, onChange)
  const [asking, setAsking] = useState<'enforce' | 'configured' | undefined>(undefined)
  const { loaded, chosen, action } = draft
  const { cluster, settings, configured, saved, mayEdit, permissionNeeded, policyProblem } = loaded
  // A dialog that is open shows it itself.
  const failure = action.state === 'failed' && asking === undefined ? action.failure : undefined
  const ask = useRef<HTMLButtonElement>(null)
  useFocusAfter(asking !== undefined, ask)

  const close = () => setAsking(undefined)
  const save = async (asked: Settings | null) => {
    if (!(await draft.save(asked, close))) return
    close()
    ask.current?.focus()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!draft.maySave) return
    if (isAnyEnforced(newlyEnforced(settings, chosen))) setAsking('enforce')
    else void save({ ...settings, ...chosen })
  }
  const reset = () => (isAnyEnforced(newlyEnforced(settings, configured)) ? setAsking('configured') : void save(null))
  const asked = asking === 'configured' ? configured : chosen
  const newly = newlyEnforced(settings, asked)
  return (
    <form className="cluster-tuning" onSubmit={submit} aria-label={t('tuning.modeOf', { cluster: cluster.name })}>
      <TuningStanding
        tuning={loaded}
        isSettled={!draft.isSaved || loaded.hosts.some(one => one.mode === settings.mode)}
      />
      <ModeChoice draft={draft} saveRef={ask} onTakeOver={() => setAsking('enforce')} onReset={reset} />
      {!mayEdit && (
        <p className="field-note">{t('auto.denied', { permission: permissionNeeded, cluster: cluster.name })}</p>
      )}
      <PolicyProblem problem={policyProblem} />
      <DraftOutcome draft={draft} saved={saved} failure={failure} />
      {asking !== undefined && (
        <EnforceDialog
          tuning={loaded}
          // Asked for without another choice: whether MOM is taken over from.
          newly={isAnyEnforced(newly) ? newly : { ...newly, policies: true }}
          isMemoryOurs={asked.memory === 'balancer'}
          takeOver={(asking === 'configured' ? configured : settings).takeOver}
          isConfigured={asking === 'configured'}
          action={action}
          onConfirm={takeOver => void save(asking === 'configured' ? null : { ...chosen, takeOver })}
          onClose={close}
        />
      )}
    </form>
  )
}
