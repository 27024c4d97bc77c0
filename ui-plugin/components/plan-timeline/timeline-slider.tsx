import { Button } from '@patternfly/react-core'
import { AngleLeftIcon, AngleRightIcon } from '@patternfly/react-icons'
import { useTexts } from '../../messages/use-texts.tsx'

export type TimelineSliderProps = Readonly<{
  /** The chosen point and the last one; the first is 0. */
  place: number
  last: number
  /** The point in words, for those who cannot see the picture. */
  text: string
  onChange: (place: number) => void
}>

/** Goes through the points of a plan. A range input of the browser: arrow keys, Home, End and Page keys work by themselves. */
export function TimelineSlider({ place, last, text, onChange }: TimelineSliderProps) {
  const { t } = useTexts()
  const step = (by: -1 | 1) => () => onChange(Math.min(last, Math.max(0, place + by)))
  return (
    <div className="timeline-slider">
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
        onChange={({ currentTarget }) => onChange(Number(currentTarget.value))}
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
