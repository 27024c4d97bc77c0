import { ActionGroup, Button, Form } from '@patternfly/react-core'
import { type FormEvent, useState } from 'react'
import type { ClusterAutomationView } from '../../../shared/api/plans.ts'
import type { ClusterAutomation } from '../../../shared/plan/automation.ts'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { useClient } from '../../api/api-context.tsx'
import { useAction } from '../../api/use-action.ts'
import { Alert } from '../../components/alert.tsx'
import { ChangedMeanwhile } from '../../components/changed-meanwhile.tsx'
import { FailureAlert } from '../../components/page-states.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { useKept } from '../app/kept-state.tsx'
import { useNewest } from '../app/use-newest.ts'
import { type AutomationDraft, draftOf, draftProblems, isChanged, settingsOf } from './automation-draft.ts'
import { AutomationFields } from './automation-fields.tsx'

export type AutomationFormProps = Readonly<{
  loaded: ClusterAutomationView
  open: readonly Recommendation[]
  onChange: () => void
}>

/** What is edited, and the settings that it began with. */
type FormState = Readonly<{ base: ClusterAutomationView; draft: AutomationDraft }>

const formOf = (loaded: ClusterAutomationView): FormState => ({ base: loaded, draft: draftOf(loaded, ownZone) })

const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/**
 * The settings of one cluster. What is typed stays when somebody else saves meanwhile: that is said, and saving is refused until the
 * reader takes theirs or goes on with their own.
 */
export function AutomationForm({ loaded: given, open, onChange }: AutomationFormProps) {
  const { t } = useTexts()
  const client = useClient()
  const [loaded, answered] = useNewest(given)
  const [{ base, draft }, setForm] = useKept(`automation of ${loaded.cluster.id}`, () => formOf(loaded))
  const [isSaved, setSaved] = useState(false)
  const [action, run, clear] = useAction()
  const isDirty = isChanged(base, draft)
  const isOlder = (base.saved?.atMs ?? 0) !== (loaded.saved?.atMs ?? 0)
  const start = (from: ClusterAutomationView) => {
    setForm(formOf(from))
    clear()
  }
  if (isOlder && !isDirty) start(loaded)

  const save = async (settings: ClusterAutomation | null) => {
    const reply = await run(signal =>
      client.configureAutomation(base.cluster.id, { settings, seenAtMs: base.saved?.atMs ?? 0 }, signal),
    )
    onChange() // also after a refusal: the form should know what holds now
    const mine = reply?.clusters.find(({ cluster }) => cluster.id === base.cluster.id)
    if (mine === undefined) return
    answered(mine)
    start(mine)
    setSaved(true)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (maySave) void save(settingsOf(draft))
  }
  const isBusy = action.state === 'busy'
  const maySave = base.mayEdit && isDirty && !isOlder && !isBusy && draftProblems(draft).size === 0
  return (
    <Form onSubmit={submit} className="automation-form">
      {!base.mayEdit && (
        <Alert
          component="h3"
          isInline
          variant="info"
          title={t('auto.denied', { permission: base.permissionNeeded, cluster: base.cluster.name })}
        />
      )}
      <AutomationFields
        draft={draft}
        open={open}
        isDisabled={!base.mayEdit || isBusy}
        onChange={next => {
          setSaved(false)
          setForm({ base, draft: next })
        }}
      />
      <div aria-live="polite">
        {isSaved && !isDirty && <Alert component="h3" isInline variant="success" title={t('auto.saved')} />}
        {isDirty && isOlder && (
          <ChangedMeanwhile
            saved={loaded.saved}
            onTheirs={() => start(loaded)}
            onMine={() => setForm({ base: loaded, draft })}
          />
        )}
        {action.state === 'failed' && !isOlder && <FailureAlert title={t('auto.failed')} failure={action.failure} />}
      </div>
      <ActionGroup>
        <Button
          type="submit"
          variant="primary"
          isLoading={isBusy}
          spinnerAriaValueText={t('state.loading')}
          isAriaDisabled={!maySave}
        >
          {t('auto.save')}
        </Button>
        <Button variant="secondary" isDisabled={!isDirty || isBusy} onClick={() => start(loaded)}>
          {t('auto.cancel')}
        </Button>
        {base.saved !== undefined && base.mayEdit && (
          <Button variant="link" isDisabled={isBusy} onClick={() => void save(null)}>
            {t('auto.reset')}
          </Button>
        )}
      </ActionGroup>
    </Form>
  )
}
