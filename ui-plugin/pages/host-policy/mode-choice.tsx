import { Button, FormSelect, FormSelectOption } from '@patternfly/react-core'
import type { Ref } from 'react'
import { tuningModes } from '../../../shared/model/tuning.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import type { ModeDraft } from './use-mode-draft.ts'

export type ModeChoiceProps = Readonly<{
  draft: ModeDraft
  saveRef: Ref<HTMLButtonElement>
  onTakeOver: () => void
  onReset: () => void
}>

/** The modes, what the chosen one means, and what can be done with it. */
export function ModeChoice({ draft, saveRef, onTakeOver, onReset }: ModeChoiceProps) {
  const { t } = useTexts()
  const { loaded, mode, isDirty, maySave, action } = draft
  const { cluster, settings, saved, mayEdit } = loaded
  const isBusy = action.state === 'busy'
  const meaning = `tuning-means-${cluster.id}`
  return (
    <div>
      <div className="tuning-choice">
        <FormSelect
          aria-label={t('tuning.modeOf', { cluster: cluster.name })}
          aria-describedby={meaning}
          className="filter-choice"
          value={mode}
          isDisabled={!mayEdit || isBusy}
          onChange={(_event, value) => draft.choose(tuningModes.find(one => one === value) ?? mode)}
        >
          {tuningModes.map(one => (
            <FormSelectOption key={one} value={one} label={t(`tuning.mode.${one}`)} />
          ))}
        </FormSelect>
        <Button
          type="submit"
          variant="secondary"
          ref={saveRef}
          isLoading={isBusy}
          spinnerAriaValueText={t('state.loading')}
          isAriaDisabled={!maySave}
        >
          {t('auto.save')}
        </Button>
        {isDirty && (
          <Button variant="link" isInline isDisabled={isBusy} onClick={draft.dropDraft}>
            {t('auto.cancel')}
          </Button>
        )}
        {!isDirty && settings.mode === 'enforce' && mayEdit && (
          <Button variant="link" isInline isDisabled={isBusy} onClick={onTakeOver}>
            {t('tuning.mom.change')}
          </Button>
        )}
        {!isDirty && saved !== undefined && mayEdit && (
          <Button variant="link" isInline isDisabled={isBusy} onClick={onReset}>
            {t('auto.reset')}
          </Button>
        )}
      </div>
      <p className="field-note" id={meaning}>
        {t(`tuning.mode.${mode}.means`)}
      </p>
    </div>
  )
}
