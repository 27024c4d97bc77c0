import { useTexts } from '../../messages/use-texts.tsx'
import type { HeatColumn } from './heat-grid.ts'
import type { HeatLayout } from './heat-layout.ts'

export type HeatHeadProps = Readonly<{ columns: readonly HeatColumn[]; layout: HeatLayout }>

/** Room that two times and a gap take up. */
const TWO_TIMES_PX = 170

/** What stands above the columns: the oldest time and the newest, now and after. */
export function HeatHead({ columns, layout }: HeatHeadProps) {
  const { t, time } = useTexts()
  const past = columns.filter(column => column.kind === 'past')
  const [first, last] = [past[0], past.at(-1)]
  const [from, to] = [layout.columns[0]?.from ?? 0, layout.columns[past.length - 1]?.to ?? 0]
  const middle = (at: number) => {
    const { from: start = 0, to: end = 0 } = layout.columns[at] ?? {}
    return { insetInlineStart: `${(start + end) / 2}px` }
  }
  return (
    <div aria-hidden className="heat-head">
      {first !== undefined && to - from > TWO_TIMES_PX && (
        <span style={{ insetInlineStart: `${from}px` }}>{time(first.atMs)}</span>
      )}
      {last !== undefined && <span style={{ insetInlineEnd: `${layout.width - to}px` }}>{time(last.atMs)}</span>}
      <strong className="heat-now" style={middle(past.length)}>
        {t('pinHeat.now')}
      </strong>
      <strong className="heat-now" style={middle(past.length + 1)}>
        {t('pinHeat.after')}
      </strong>
    </div>
  )
}
