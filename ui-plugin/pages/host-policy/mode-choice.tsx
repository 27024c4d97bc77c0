import { Button } from '@patternfly/react-core'
import type { Ref } from 'react'
import { tuningModes } from '../../../shared/model/tuning.ts'
import { memoryOwners } from '../../../shared/plan/tuning-state.ts'
import { DraftButtons } from '../../components/draft-buttons.tsx'
import { SelectField } from '../../components/select-field.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import type { ModeDraft } from './use-mode-draft.ts'

export type ModeChoiceProps = Readonly<{
  draft: ModeDraft
  saveRef: Ref<HTMLButtonElement>
  onTakeOver: () => void
  onReset: () => void
}>

/** The modes of policies and of pins and who sets balloons, what the chosen means, and what can be done with it. */
export function ModeChoice({ draft, saveRef, onTakeOver, onReset }: ModeChoiceProps) {
  const { t } = useTexts()
  const { loaded, chosen, isDirty, maySave, action, choose } = draft
  const { cluster, settings, saved, mayEdit } = loaded
  const isBusy = action.state === 'busy'
  const meaning = `tuning-means-${cluster.id}`
  const field = { isDisabled: !mayEdit || isBusy, describedBy: meaning }
  const modes = tuningModes.map(value => ({ value, label: t(`tuning.mode.${value}`) }))
  const owners = memoryOwners.map(value => ({ value, label: t(`tuning.memory.${value}`) }))
  return (
    <div>
      <div className="tuning-choice">
        <SelectField
          {...field}
          label={t('tuning.choice.mode')}
          name={t('tuning.modeOf', { cluster: cluster.name })}
          value={chosen.mode}
          options={modes}
          onChange={mode => choose({ mode })}
        />
        <SelectField
          {...field}
          label={t('tuning.choice.memory')}
          name={t('tuning.memoryOf', { cluster: cluster.name })}
          value={chosen.memory}
          options={owners}
          onChange={memory => choose({ memory })}
        />
        <SelectField
          {...field}
          label={t('tuning.choice.pins')}
          name={t('tuning.pinsOf', { cluster: cluster.name })}
          value={chosen.pinning}
          options={modes}
          onChange={pinning => choose({ pinning })}
        />
        <DraftButtons {...{ saveRef, isBusy, maySave, isDirty }} onDrop={draft.dropDraft}>
          {settings.mode === 'enforce' && mayEdit && (
            <Button variant="link" isInline isDisabled={isBusy} onClick={onTakeOver}>
              {t('tuning.mom.change')}
            </Button>
          )}
          {saved !== undefined && mayEdit && (
            <Button variant="link" isInline isDisabled={isBusy} onClick={onReset}>
              {t('auto.reset')}
            </Button>
          )}
        </DraftButtons>
      </div>
      <p className="field-note" id={meaning}>
        {t(`tuning.mode.${chosen.mode}.means`)} {t(`tuning.memory.${chosen.memory}.means`)}{' '}
        {t('tuning.pins.means', { means: t(`pinning.mode.${chosen.pinning}.means`) })}
      </p>
    </div>
  )
}
