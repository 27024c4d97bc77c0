import { useTexts } from '../messages/use-texts.tsx'

/** "until 3:15 PM", with the day unless that is today. */
export function useUntilText(): (untilMs: number) => string {
  const { t } = useTexts()
  return until => t(isToday(until) ? 'recs.snoozedUntil.today' : 'recs.snoozedUntil', { until })
}

const isToday = (ms: number): boolean => new Date(ms).toDateString() === new Date().toDateString()
