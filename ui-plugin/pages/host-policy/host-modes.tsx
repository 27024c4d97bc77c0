import { Button, Spinner, Title } from '@patternfly/react-core'
import { type FormEvent, useRef, useState } from 'react'
import type { HostTuning } from '../../../shared/api/tuning.ts'
import { type TuningMode, tuningModes } from '../../../shared/model/tuning.ts'
import type { HostModes as Modes } from '../../../shared/plan/tuning-state.ts'
import { ChangedMeanwhile } from '../../components/changed-meanwhile.tsx'
import { FailureAlert } from '../../components/page-states.tsx'
import { SelectField } from '../../components/select-field.tsx'
import { useFocusAfter } from '../../components/use-focus-after.ts'
import { useTouchedWords } from '../../components/use-touched-words.ts'
import { EnforceHostDialog } from '../../dialogs/enforce-host-dialog.tsx'
import { RestoreDialog } from '../../dialogs/restore-dialog.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { touchedState } from './giving-back.ts'
import { useHostModes } from './use-host-modes.ts'

export type HostModesProps = Readonly<{
  host: Readonly<{ id: string; name: string; cluster: Readonly<{ name: string }> }>
  tuning: HostTuning
  onChange: () => void
}>

/** What is given back on this host is only shown, never touched by a policy or a balancer. */
const RESTORED: Modes = { mode: 'observe', pinning: 'observe' }

/** What is done on this host alone: started, tried out, stopped, or all given back. Before anything is enforced it is asked. */
export function HostModes({ host, tuning, onChange }: HostModesProps) {
  const { t, time } = useTexts()
  const draft = useHostModes(host.id, tuning, onChange)
  const [asking, setAsking] = useState<'enforce' | 'restore' | undefined>(undefined)
  const save = useRef<HTMLButtonElement>(null)
  useFocusAfter(asking !== undefined, save)
  const { loaded, modes, before, isDirty, isOlder, isSaved, action } = draft
  const { saved, mayEdit, permissionNeeded, touched } = loaded
  const isBusy = action.state === 'busy'

  const close = () => setAsking(undefined)
  const send = async (asked: Modes) => {
    if (await draft.save(asked, close)) close()
  }
  const starts = (part: keyof Modes) => modes[part] === 'enforce' && before[part] !== 'enforce'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!draft.maySave) return
    if (starts('mode') || starts('pinning')) setAsking('enforce')
    else void send(modes)
  }
  /** `ofCluster`: what the cluster's is, where that is known. */
  const optionsOf = (ofCluster: TuningMode | undefined) => {
    const label =
      ofCluster === undefined ? t('hostModes.asCluster') : t('hostModes.now', { mode: t(`tuning.mode.${ofCluster}`) })
    return [
      { value: 'cluster' as const, label },
      ...tuningModes.map(value => ({ value, label: t(`tuning.mode.${value}`) })),
    ]
  }
  return (
    <form className="host-modes" onSubmit={submit} aria-label={t('hostModes.title')}>
      <Title headingLevel="h4" size="md">
        {t('hostModes.title')}
      </Title>
      <div className="tuning-choice">
        <SelectField
          label={t('hostModes.policies')}
          name={t('hostModes.policiesOf', { host: host.name })}
          value={modes.mode ?? 'cluster'}
          options={optionsOf(before.mode === undefined ? loaded.wantedMode : undefined)}
          isDisabled={!mayEdit || isBusy}
          onChange={mode => draft.choose('mode', mode === 'cluster' ? undefined : mode)}
        />
        <SelectField
          label={t('hostModes.pins')}
          name={t('hostModes.pinsOf', { host: host.name })}
          value={modes.pinning ?? 'cluster'}
          options={optionsOf(before.pinning === undefined ? loaded.pinning.wantedMode : undefined)}
          isDisabled={!mayEdit || isBusy}
          onChange={mode => draft.choose('pinning', mode === 'cluster' ? undefined : mode)}
        />
        <Button
          type="submit"
          variant="secondary"
          ref={save}
          isLoading={isBusy}
          spinnerAriaValueText={t('state.loading')}
          isAriaDisabled={!draft.maySave}
        >
          {t('auto.save')}
        </Button>
        {isDirty && (
          <Button variant="link" isInline isDisabled={isBusy} onClick={draft.dropDraft}>
            {t('auto.cancel')}
          </Button>
        )}
        {!isDirty && saved !== undefined && mayEdit && (
          <Button variant="link" isInline isDisabled={isBusy} onClick={() => void send({})}>
            {t('hostModes.reset')}
          </Button>
        )}
      </div>
      <p className="field-note">
        {saved === undefined
          ? t('hostModes.none', { cluster: host.cluster.name })
          : t('hostModes.setBy', { user: saved.by.name, time: time(saved.atMs) })}
      </p>
      {!mayEdit && (
        <p className="field-note">{t('auto.denied', { permission: permissionNeeded, cluster: host.cluster.name })}</p>
      )}
      <div aria-live="polite">
        {isSaved && !isDirty && <p className="field-note">{t('auto.saved')}</p>}
        {isOlder && <ChangedMeanwhile saved={saved} onTheirs={draft.dropDraft} onMine={draft.keepDraft} />}
        {action.state === 'failed' && !isOlder && asking === undefined && (
          <FailureAlert title={t('auto.failed')} failure={action.failure} />
        )}
      </div>
      <TouchedNow tuning={loaded} isDisabled={!mayEdit || isBusy} onRestore={() => setAsking('restore')} />
      {asking === 'enforce' && (
        <EnforceHostDialog
          host={host}
          asked={{ mode: starts('mode'), pinning: starts('pinning') }}
          memory={loaded.memory}
          action={action}
          onConfirm={() => void send(modes)}
          onClose={close}
        />
      )}
      {asking === 'restore' && (
        <RestoreDialog
          hostName={host.name}
          touched={touched}
          action={action}
          onConfirm={() => void send(RESTORED)}
          onClose={close}
        />
      )}
    </form>
  )
}

/** Of many VMs that something is left of, so many are named. */
const NAMED = 3

/** What is not as it was found, and the way back; while the service gives it back, what is left. */
function TouchedNow(props: Readonly<{ tuning: HostTuning; isDisabled: boolean; onRestore: () => void }>) {
  const { tuning, isDisabled, onRestore } = props
  const { t, list } = useTexts()
  const words = useTouchedWords()
  const wasGivingBack = useRef<boolean>(false)
  const state = touchedState(tuning)
  const { touched } = tuning
  if (state === 'giving-back') wasGivingBack.current = true
  const named = touched.slice(0, NAMED).map(words)
  const what = list([...named, ...(touched.length > NAMED ? ['…'] : [])])
  const knobs = [...new Set(touched.flatMap(one => one.knobs))]
  return (
    <div aria-live="polite" className="host-touched">
      {state === 'giving-back' && (
        <p>
          <Spinner size="sm" aria-hidden /> {t('hostModes.restoring', { count: touched.length, what })}
        </p>
      )}
      {state === 'nothing' && wasGivingBack.current && <p className="field-note">{t('hostModes.restored')}</p>}
      {state === 'kept' && (
        <>
          <p>
            {t('hostModes.touched', {
              vms: touched.filter(({ vmId }) => vmId !== undefined).length,
              knobs: list(knobs.map(knob => t(`hostModes.knob.${knob}` as 'hostModes.knob.ksm'))),
            })}
          </p>
          <Button variant="secondary" isDisabled={isDisabled} onClick={onRestore}>
            {t('hostModes.restore')}
          </Button>
        </>
      )}
    </div>
  )
}
