import type { IntlShape } from 'react-intl'
import type { MessageId } from './english.ts'

/** Numbers as people read them; all numbers that a page shows go through here. */
export type Quantities = Readonly<{
  /** MiB below one GiB, else GiB; one decimal below 10. */
  memory(mib: number): string
  /** Without decimals, one below 10. `undefined`: "not known". */
  percent(value: number | undefined): string
  /** "99 → 98 %"; `after` undefined: the one figure. */
  change(before: number | undefined, after: number | undefined): string
  /** "6.2 → 5.8": how many of one for each of another; the one figure where `after` is undefined or looks the same. */
  ratio(before: number | undefined, after: number | undefined): string
  duration(seconds: number): string
  /** Time of day, with the date unless it is today. */
  time(ms: number): string
  /** Date, time and zone: for the tip on a time. */
  exactTime(ms: number): string
  number(value: number): string
  /** "a, b, and c". */
  list(words: readonly string[]): string
}>

const MIB_PER_GIB = 1024
const NARROW_NO_BREAK = '\u202f'

type Translate = (id: MessageId, values?: Readonly<Record<string, string | number>>) => string

export function quantities(intl: IntlShape, t: Translate): Quantities {
  const rounded = (value: number) => {
    // 9.96 would become "10.0": the digits follow from what is shown.
    const digits = Math.abs(Math.round(value * 10) / 10) < 10 ? 1 : 0
    return intl.formatNumber(value, { maximumFractionDigits: digits })
  }
  const perOne = (value: number) => {
    const digits = value < 9.95 ? 1 : 0
    return intl.formatNumber(value, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  }
  const withUnit = (value: number, unit: string) => `${rounded(value)}${NARROW_NO_BREAK}${unit}`
  const percent = (value: number | undefined) => (value === undefined ? t('state.unknown') : withUnit(value, '%'))
  return {
    number: value => intl.formatNumber(value),
    list: words => intl.formatList(words),
    memory: mib =>
      Math.abs(mib) < MIB_PER_GIB ? withUnit(Math.round(mib), 'MiB') : withUnit(mib / MIB_PER_GIB, 'GiB'),
    percent,
    change(before, after) {
      if (after === undefined) return percent(before)
      return before === undefined ? `→ ${percent(after)}` : `${rounded(before)} → ${percent(after)}`
    },
    ratio(before, after) {
      const [now, then] = [before, after].map(value => (value === undefined ? undefined : perOne(value)))
      if (then === undefined || then === now) return now ?? t('state.unknown')
      return now === undefined ? `→ ${then}` : `${now} → ${then}`
    },
    duration(seconds) {
      if (seconds < 90) return t('unit.seconds', { n: Math.max(0, Math.round(seconds)) })
      const minutes = Math.round(seconds / 60)
      if (minutes < 60) return t('unit.minutes', { n: minutes })
      if (minutes < 48 * 60) return t('unit.hours', { h: Math.floor(minutes / 60), m: minutes % 60 })
      return t('unit.days', { n: Math.round(minutes / (24 * 60)) })
    },
    time(ms) {
      const isToday = new Date(ms).toDateString() === new Date().toDateString()
      return intl.formatDate(ms, isToday ? { timeStyle: 'medium' } : { dateStyle: 'short', timeStyle: 'short' })
    },
    exactTime: ms => intl.formatDate(ms, { dateStyle: 'full', timeStyle: 'long' }),
  }
}
