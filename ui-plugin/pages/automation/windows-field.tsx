import { FormHelperText, HelperText, HelperTextItem, Label, LabelGroup } from '@patternfly/react-core'
import { RadioGroup } from '../../components/radio-group.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import type { AutomationDraft } from './automation-draft.ts'
import { WeekGrid } from './week-grid.tsx'

export type WindowsFieldProps = Readonly<{
  draft: AutomationDraft
  problem: string | undefined
  isDisabled: boolean
  onChange: (draft: AutomationDraft) => void
}>

/** When automatic moves may start: at any time, or in hours of the week. */
export function WindowsField({ draft, problem, isDisabled, onChange }: WindowsFieldProps) {
  const { t } = useTexts()
  const { hasWindows, week } = draft
  return (
    <RadioGroup
      id="auto-windows"
      label={t('auto.windows')}
      options={[
        { value: false, label: t('auto.windows.any') },
        { value: true, label: t('auto.windows.some', { zone: week.zone }) },
      ]}
      value={hasWindows}
      isDisabled={isDisabled}
      onChange={has => onChange({ ...draft, hasWindows: has })}
    >
      {hasWindows && (
        <>
          <WeekGrid
            hours={week.hours}
            isDisabled={isDisabled}
            onChange={hours => onChange({ ...draft, week: { ...week, hours } })}
          />
          {week.others.length > 0 && (
            <LabelGroup categoryName={t('auto.windows.others')}>
              {week.others.map(text => (
                <Label
                  key={text}
                  isCompact
                  {...(!isDisabled && {
                    closeBtnAriaLabel: t('auto.windows.remove', { window: text }),
                    onClose: () =>
                      onChange({ ...draft, week: { ...week, others: week.others.filter(other => other !== text) } }),
                  })}
                >
                  {text}
                </Label>
              ))}
            </LabelGroup>
          )}
        </>
      )}
      {problem !== undefined && (
        <FormHelperText>
          <HelperText>
            <HelperTextItem variant="error" screenReaderText={t('alert.danger')}>
              {problem}
            </HelperTextItem>
          </HelperText>
        </FormHelperText>
      )}
    </RadioGroup>
  )
}
