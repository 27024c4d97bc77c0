import { useState } from 'react'
import { RadioGroup } from '../components/radio-group.tsx'
import { useUntilText } from '../components/until-text.ts'
import { useTexts } from '../messages/use-texts.tsx'
import { type SnoozeChoice, snoozeChoices, snoozedUntil } from './snooze-times.ts'

export type SnoozeUntil = Readonly<{ choice: SnoozeChoice; setChoice(choice: SnoozeChoice): void; openedAtMs: number }>

/** Until when something rests. The times that are read are those that are meant, however long they are read. */
export function useSnoozeUntil(): [SnoozeUntil, untilMs: number] {
  const [choice, setChoice] = useState<SnoozeChoice>('hour')
  const [openedAtMs] = useState(Date.now)
  return [{ choice, setChoice, openedAtMs }, snoozedUntil(choice, openedAtMs)]
}

/** The times that are offered, each with what it means by the reader's clock. */
export function SnoozeUntilField({ choice, setChoice, openedAtMs, isDisabled }: SnoozeUntil & { isDisabled: boolean }) {
  const { t } = useTexts()
  const untilText = useUntilText()
  return (
    <RadioGroup
      id="snooze-until"
      label={t('snooze.until')}
      options={snoozeChoices.map(value => ({
        value,
        label: t(`snooze.${value}`),
        description: untilText(snoozedUntil(value, openedAtMs)),
      }))}
      value={choice}
      isDisabled={isDisabled}
      onChange={setChoice}
    />
  )
}
