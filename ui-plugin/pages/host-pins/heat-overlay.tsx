import { useTexts } from '../../messages/use-texts.tsx'
import { cpuRanges } from '../host-detail/cpu-ranges.ts'
import type { HeatGrid } from './heat-grid.ts'
import type { HeatLayout, HeatPlace } from './heat-layout.ts'

/** The CPUs of rows, as far as there is room. */
export function HeatLabels({ rows, layout }: Readonly<{ rows: HeatGrid['rows']; layout: HeatLayout }>) {
  const { t } = useTexts()
  return (
    <div aria-hidden>
      {layout.labelled.map(at => {
        const row = rows[at]
        if (row === undefined) return null
        const cpus = cpuRanges(row.cpuIds)
        const { nodeId } = row
        const isNode = row.isFirstOfNode && nodeId !== undefined
        return (
          <span
            key={row.core}
            className={isNode ? 'heat-label heat-node' : 'heat-label'}
            style={{ insetBlockStart: `${(at + 0.5) * layout.rowPx}px` }}
          >
            {isNode ? t('pinHeat.nodeAnd', { node: nodeId, cpus }) : cpus}
          </span>
        )
      })}
    </div>
  )
}

type At = Readonly<{ layout: HeatLayout; at: HeatPlace }>

/** The cell that is told. */
export function HeatMark({ layout: { columns, rowPx }, at: { row, column } }: At) {
  const { from = 0, to = 0 } = columns[column] ?? {}
  const place = {
    insetInlineStart: `${from - 2}px`,
    inlineSize: `${to - from + 4}px`,
    insetBlockStart: `${row * rowPx - 2}px`,
    blockSize: `${rowPx + 4}px`,
  }
  return <span aria-hidden className="heat-mark" style={place} />
}

/** What is told of a cell, beside it on the side that has more room, so that it hides neither the cell nor its column. */
export function HeatTip({
  layout: { columns, rowPx, width, height },
  at: { row, column },
  text,
}: At & Readonly<{ text: string }>) {
  const { from = 0, to = 0 } = columns[column] ?? {}
  const inline = from > width / 2 ? { insetInlineEnd: `${width - from + 8}px` } : { insetInlineStart: `${to + 8}px` }
  const y = row * rowPx
  const block = y > height / 2 ? { insetBlockEnd: `${height - y - rowPx}px` } : { insetBlockStart: `${y}px` }
  return (
    <span aria-hidden className="heat-tip" style={{ ...inline, ...block }}>
      {text}
    </span>
  )
}
