import { Button } from '@patternfly/react-core'
import { AngleLeftIcon, AngleRightIcon, PauseIcon, PlayIcon } from '@patternfly/react-icons'
import { useTexts } from '../../messages/use-texts.tsx'
import { useMedia } from '../use-media.ts'
import type { Playback } from './use-playback.ts'

export type TimelineSliderProps = Readonly<{
  /** The chosen point and the last one; the first is 0. */
  place: number
  last: number
  /** The point in words, for those who cannot see the picture. */
  text: string
  playback: Playback
  onChange: (place: number) => void
}>

/** Goes through the points of a plan, by itself or by hand, which stops it. Who asks for less motion goes by hand. A range input of the browser: arrow keys, Home, End and Page keys work by themselves. */
export function TimelineSlider({ place, last, text, playback, onChange }: TimelineSliderProps) {
  const { t } = useTexts()
  const wantsLessMotion = useMedia('(prefers-reduced-motion: reduce)')
  const { isPlaying, toggle, pause } = playback
  const goTo = (next: number) => {
    pause()
    onChange(next)
  }
  const step = (by: -1 | 1) => () => goTo(Math.min(last, Math.max(0, place + by)))
  return (
    <div className="timeline-slider">
      {!wantsLessMotion && (
        <Button
          variant="plain"
          size="sm"
          aria-label={t(isPlaying ? 'timeline.pause' : 'timeline.play')}
          icon={isPlaying ? <PauseIcon /> : <PlayIcon />}
          isAriaDisabled={last === 0}
          onClick={toggle}
        />
      )}
      <Button
        variant="plain"
        size="sm"
        aria-label={t('timeline.back')}
        icon={<AngleLeftIcon />}
        isAriaDisabled={place === 0}
        onClick={step(-1)}
      />
      <input
        type="range"
        min={0}
        max={last}
        step={1}
        value={place}
        aria-label={t('timeline.slider')}
        aria-valuetext={text}
        onChange={({ currentTarget }) => goTo(Number(currentTarget.value))}
      />
      <Button
        variant="plain"
        size="sm"
        aria-label={t('timeline.on')}
        icon={<AngleRightIcon />}
        isAriaDisabled={place === last}
        onClick={step(1)}
      />
    </div>
  )
}
