import { Button, Title } from '@patternfly/react-core'
import { type FormEvent, useRef, useState } from 'react'
import type { HostTuning } from '../../../shared/api/tuning.ts'
import { type TuningMode, tuningModes } from '../../../shared/model/tuning.ts'
import type { HostModes as Modes } from '../../../shared/plan/tuning-state.ts'
import { DraftButtons } from '../../components/draft-buttons.tsx'
import { DraftOutcome } from '../../components/draft-outcome.tsx'
import { SelectField } from '../../components/select-field.tsx'
import { useFocusAfter } from '../../components/use-focus-after.ts'
import { EnforceHostDialog } from '../../dialogs/enforce-host-dialog.tsx'
import { RestoreDialog } from '../../dialogs/restore-dialog.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { TouchedNow } from './touched-now.tsx'
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
  const { loaded, modes, before, isDirty, maySave, action } = draft
  const { saved, mayEdit, permissionNeeded, touched } = loaded
  const isBusy = action.state === 'busy'
  // A dialog that is open shows it itself.
  const failure = action.state === 'failed' && asking === undefined ? action.failure : undefined

  const close = () => setAsking(undefined)
  const send = async (asked: Modes) => {
    if (await draft.save(asked, close)) close()
  }
  const starts = (part: keyof Modes) => modes[part] === 'enforce' && before[part] !== 'enforce'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!maySave) return
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
        <DraftButtons saveRef={save} {...{ isBusy, maySave, isDirty }} onDrop={draft.dropDraft}>
          {saved !== undefined && mayEdit && (
            <Button variant="link" isInline isDisabled={isBusy} onClick={() => void send({})}>
              {t('hostModes.reset')}
            </Button>
          )}
        </DraftButtons>
      </div>
      <p className="field-note">
        {saved === undefined
          ? t('hostModes.none', { cluster: host.cluster.name })
          : t('hostModes.setBy', { user: saved.by.name, time: time(saved.atMs) })}
      </p>
      {!mayEdit && (
        <p className="field-note">{t('auto.denied', { permission: permissionNeeded, cluster: host.cluster.name })}</p>
      )}
      <DraftOutcome draft={draft} saved={saved} failure={failure} />
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
