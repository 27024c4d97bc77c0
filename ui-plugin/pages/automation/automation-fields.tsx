import {
  FormGroup,
  FormHelperText,
  FormSelect,
  FormSelectOption,
  HelperText,
  HelperTextItem,
  TextInput,
} from '@patternfly/react-core'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { RadioGroup } from '../../components/radio-group.tsx'
import { planLevels } from '../../dialogs/plan-fields.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { type AutomationDraft, draftProblems } from './automation-draft.ts'
import { WindowsField } from './windows-field.tsx'

const modes = ['off', 'recommend', 'approve', 'automatic'] as const
const objectives = ['none', 'balance', 'density', 'repair'] as const

export type AutomationFieldsProps = Readonly<{
  draft: AutomationDraft
  /** Open ones of the cluster, to say what each level would do with them. */
  open: readonly Recommendation[]
  isDisabled: boolean
  onChange: (draft: AutomationDraft) => void
}>

/** What the service may do by itself. Nothing of it is done before it is saved. */
export function AutomationFields({ draft, open, isDisabled, onChange }: AutomationFieldsProps) {
  const { t } = useTexts()
  const problems = draftProblems(draft)
  const problemOf = (field: 'perHour' | 'perDay' | 'windows') => {
    const id = problems.get(field)
    return id === undefined ? undefined : t(id)
  }
  return (
    <div className="automation-fields">
      <div className="column">
        <RadioGroup
          id="auto-mode"
          label={t('auto.mode')}
          options={modes.map(value => ({
            value,
            label: t(`auto.mode.${value}`),
            description: t(`auto.mode.${value}.means`),
          }))}
          value={draft.mode}
          isDisabled={isDisabled}
          onChange={mode => onChange({ ...draft, mode })}
        />
        <FormGroup label={t('auto.objective')} fieldId="auto-objective">
          <FormSelect
            id="auto-objective"
            value={draft.objective}
            isDisabled={isDisabled}
            onChange={(_event, value) =>
              onChange({ ...draft, objective: objectives.find(one => one === value) ?? draft.objective })
            }
          >
            {objectives.map(objective => (
              <FormSelectOption
                key={objective}
                value={objective}
                label={t(objective === 'none' ? 'auto.objective.none' : `plan.objective.${objective}`)}
              />
            ))}
          </FormSelect>
        </FormGroup>
        <div className="automation-budgets">
          {(['perHour', 'perDay'] as const).map(field => (
            <FormGroup key={field} label={t(`auto.${field}`)} fieldId={`auto-${field}`}>
              <TextInput
                id={`auto-${field}`}
                inputMode="numeric"
                value={draft[field]}
                isDisabled={isDisabled}
                validated={problems.has(field) ? 'error' : 'default'}
                aria-describedby={`auto-${field}-problem`}
                onChange={(_event, text) => onChange({ ...draft, [field]: text })}
              />
              <FormHelperText id={`auto-${field}-problem`}>
                <HelperText>
                  {problems.has(field) && (
                    <HelperTextItem variant="error" screenReaderText={t('alert.danger')}>
                      {problemOf(field)}
                    </HelperTextItem>
                  )}
                </HelperText>
              </FormHelperText>
            </FormGroup>
          ))}
        </div>
      </div>
      <div className="column">
        <RadioGroup
          id="auto-level"
          label={t('auto.level')}
          options={planLevels.map(value => ({
            value,
            label: t(`plan.level.${value}`),
            description: t('auto.level.now', {
              count: open.filter(({ priority }) => priority <= value).length,
              open: open.length,
            }),
          }))}
          value={draft.level}
          isDisabled={isDisabled}
          onChange={level => onChange({ ...draft, level })}
        />
        <WindowsField draft={draft} problem={problemOf('windows')} isDisabled={isDisabled} onChange={onChange} />
      </div>
    </div>
  )
}
