import { Fragment } from 'react'
import { useIntl } from 'react-intl'
import { useTexts } from '../../messages/use-texts.tsx'
import type { WeekHours } from './week-hours.ts'

const DAYS = [0, 1, 2, 3, 4, 5, 6] as const
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
/** A Monday, to have the reader's language name the days. */
const MONDAY = Date.UTC(2024, 0, 1)

export type WeekGridProps = Readonly<{
  hours: WeekHours
  isDisabled: boolean
  onChange: (hours: WeekHours) => void
}>

/** The hours of a week as boxes to tick; the name of a day ticks all of it, that of an hour the whole week. */
export function WeekGrid({ hours, isDisabled, onChange }: WeekGridProps) {
  const { t } = useTexts()
  const { formatDate } = useIntl()
  const dayName = (day: number, weekday: 'short' | 'long') =>
    formatDate(MONDAY + day * 86_400_000, { weekday, timeZone: 'UTC' })
  const toggle = (of: readonly number[]) => {
    const isAll = of.every(hour => hours.has(hour))
    onChange(isAll ? hours.difference(new Set(of)) : hours.union(new Set(of)))
  }
  return (
    <fieldset className="week-grid" aria-label={t('auto.week')}>
      <span />
      {HOURS.map(hour => (
        <button
          key={hour}
          type="button"
          className="week-hour"
          disabled={isDisabled}
          aria-label={t('auto.week.hour', { hour })}
          onClick={() => toggle(DAYS.map(day => day * 24 + hour))}
        >
          {hour}
        </button>
      ))}
      {DAYS.map(day => (
        <Fragment key={day}>
          <button
            type="button"
            className="week-day"
            disabled={isDisabled}
            aria-label={t('auto.week.day', { day: dayName(day, 'long') })}
            onClick={() => toggle(HOURS.map(hour => day * 24 + hour))}
          >
            {dayName(day, 'short')}
          </button>
          {HOURS.map(hour => (
            <input
              key={hour}
              type="checkbox"
              className="week-cell"
              disabled={isDisabled}
              aria-label={t('auto.week.cell', { day: dayName(day, 'long'), hour, until: hour + 1 })}
              checked={hours.has(day * 24 + hour)}
              onChange={() => toggle([day * 24 + hour])}
            />
          ))}
        </Fragment>
      ))}
    </fieldset>
  )
}
