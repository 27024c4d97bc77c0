import { FormGroup, FormHelperText, HelperText, HelperTextItem, Label, LabelGroup, Radio } from '@patternfly/react-core'
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
    <FormGroup role="radiogroup" isStack label={t('auto.windows')} fieldId="auto-windows">
      {[false, true].map(has => (
        <Radio
          key={String(has)}
          id={`auto-windows-${has}`}
          name="auto-windows"
          label={has ? t('auto.windows.some', { zone: week.zone }) : t('auto.windows.any')}
          isChecked={hasWindows === has}
          isDisabled={isDisabled}
          onChange={() => onChange({ ...draft, hasWindows: has })}
        />
      ))}
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
            <HelperTextItem variant="error">{problem}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      )}
    </FormGroup>
  )
}
