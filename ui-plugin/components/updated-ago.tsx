import { useTexts } from '../messages/use-texts.tsx'
import { useNow } from './use-now.ts'

const JUST_NOW_MS = 2000

/** How old the figures on the page are. `ageMs` is what it was at `loadedAtMs`: the two clocks need not agree. */
export function UpdatedAgo({ ageMs, loadedAtMs }: Readonly<{ ageMs: number; loadedAtMs: number }>) {
  const { t, duration, exactTime } = useTexts()
  const now = useNow(1000)
  const age = Math.max(0, ageMs + now - loadedAtMs)
  const takenAt = loadedAtMs - ageMs
  return (
    <time className="updated-ago" dateTime={new Date(takenAt).toISOString()} title={exactTime(takenAt)}>
      {age < JUST_NOW_MS ? t('live.updated.now') : t('live.updated', { ago: duration(age / 1000) })}
    </time>
  )
}
