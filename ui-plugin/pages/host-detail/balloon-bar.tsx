import type { GuestReading } from '../../../shared/model/host-reading.ts'
import { Absent } from '../../components/absent.tsx'
import { useTexts } from '../../messages/use-texts.tsx'
import { useHostTexts } from '../hosts/use-host-texts.ts'
import { shareOf } from '../hosts/watched-host-facts.ts'

type Balloon = NonNullable<GuestReading['balloon']>

/** What a VM has now (solid) of what it may have (the whole bar), what it is guaranteed and what it is asked to come to (marks). */
export function BalloonBar({ guest: { name, balloon, memoryKiB } }: Readonly<{ guest: GuestReading }>) {
  const { t } = useTexts()
  const { kib } = useHostTexts()
  const textOf = useBalloonText()
  if (balloon === undefined) return memoryKiB === undefined ? <Absent why={t('absent.balloon')} /> : kib(memoryKiB)
  const max = Math.max(balloon.maxKiB ?? memoryKiB ?? 0, balloon.currentKiB)
  const at = (value: number) => ({ insetInlineStart: `${shareOf(value, max) ?? 0}%` })
  const text = textOf(balloon)
  return (
    <div className="balloon">
      <div role="img" aria-label={t('guests.balloon.bar', { vm: name, text })} title={text} className="balloon-bar">
        <span className="balloon-now" style={{ inlineSize: `${shareOf(balloon.currentKiB, max) ?? 0}%` }} />
        {balloon.minKiB !== undefined && <span className="balloon-min" style={at(balloon.minKiB)} />}
        {balloon.targetKiB !== undefined && balloon.targetKiB !== balloon.currentKiB && (
          <span className="balloon-target" style={at(balloon.targetKiB)} />
        )}
      </div>
      <span className="field-note">
        {t('guests.balloon.text', { current: kib(balloon.currentKiB), max: kib(max) })}
      </span>
    </div>
  )
}

/** All that is known of a balloon in one line. */
export function useBalloonText(): (balloon: Balloon) => string {
  const { t } = useTexts()
  const { kib } = useHostTexts()
  return ({ currentKiB, minKiB, maxKiB, targetKiB, enabled }) =>
    [
      t('guests.balloon.now', { current: kib(currentKiB) }),
      ...(minKiB === undefined ? [] : [t('guests.balloon.min', { min: kib(minKiB) })]),
      ...(maxKiB === undefined ? [] : [t('guests.balloon.max', { max: kib(maxKiB) })]),
      ...(targetKiB === undefined ? [] : [t('guests.balloon.target', { target: kib(targetKiB) })]),
      ...(enabled === false ? [t('guests.balloon.fixed')] : []),
    ].join(', ')
}
