import { useTexts } from '../../messages/use-texts.tsx'
import { axisTicks } from './axis-ticks.ts'

/** Beyond this share of the width a label would leave the picture, so it ends at its tick. */
const LATE = 0.92

/** Seconds and minutes from the beginning, below the lanes. */
export function TimelineAxis({ spanS }: Readonly<{ spanS: number }>) {
  const { duration } = useTexts()
  return (
    <div className="timeline-axis">
      {axisTicks(spanS).map(atS => {
        const share = atS / spanS
        const side = share === 0 ? 'first' : share > LATE ? 'last' : 'middle'
        return (
          <span
            key={atS}
            className={`timeline-tick timeline-tick-${side}`}
            style={{ insetInlineStart: `${100 * share}%` }}
          >
            {duration(atS)}
          </span>
        )
      })}
    </div>
  )
}
