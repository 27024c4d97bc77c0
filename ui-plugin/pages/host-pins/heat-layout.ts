import type { HeatGrid } from './heat-grid.ts'

/** A cell, by the numbers of its row and column. */
export type HeatPlace = Readonly<{ row: number; column: number }>

/** Where cells lie, in pixels from the top left of the map. */
export type HeatLayout = Readonly<{
  width: number
  height: number
  rowPx: number
  /** Of each column, and one more: where it begins; a gap may lie before the next. */
  columns: readonly Readonly<{ from: number; to: number }>[]
  /** Rows that have room for their label. */
  labelled: readonly number[]
  /** The cell under a point; undefined: none. */
  cellUnder(x: number, y: number): HeatPlace | undefined
}>

/** For the labels of rows. */
export const GUTTER_PX = 84
/** Wide enough for a figure. */
const NOW_PX = 58
const GAP_PX = 10
/** The first few columns of a service that was just started are no wider. */
const MOST_COLUMN_PX = 44
const LABEL_PX = 15

/** Higher where there are few: the map of a large host must still fit on a screen. */
const rowPxOf = (rows: number): number => (rows <= 24 ? 18 : rows <= 48 ? 11 : rows <= 96 ? 7 : rows <= 160 ? 4 : 3)

export function heatLayout({ rows, columns }: Pick<HeatGrid, 'rows' | 'columns'>, width: number): HeatLayout {
  const rowPx = rowPxOf(rows.length)
  const past = Math.max(0, columns.length - 2)
  const afterFrom = width - NOW_PX
  const nowFrom = afterFrom - NOW_PX - 2
  const pastTo = nowFrom - GAP_PX
  const columnPx = past === 0 ? 0 : Math.min(MOST_COLUMN_PX, Math.max(1, (pastTo - GUTTER_PX) / past))
  const pastX = (column: number) => Math.round(pastTo - (past - column) * columnPx)
  const places = columns.map((_, at) => {
    if (at < past) return { from: pastX(at), to: pastX(at + 1) }
    return at === past ? { from: nowFrom, to: nowFrom + NOW_PX } : { from: afterFrom, to: width }
  })
  const height = rows.length * rowPx
  return {
    ...{ width, height, rowPx, columns: places },
    labelled: labelledRows(rows, rowPx),
    cellUnder(x, y) {
      const row = Math.floor(y / rowPx)
      const column = places.findIndex(({ from, to }) => x >= from && x < to)
      return row < 0 || row >= rows.length || column < 0 ? undefined : { row, column }
    },
  }
}

/** The first of each node, and as many others as have room between. */
function labelledRows(rows: HeatGrid['rows'], rowPx: number): readonly number[] {
  const apart = Math.ceil(LABEL_PX / rowPx)
  const labelled: number[] = []
  rows.forEach(({ isFirstOfNode }, at) => {
    const last = labelled.at(-1)
    if (last !== undefined && at - last < apart) {
      if (!isFirstOfNode) return
      labelled.pop()
    }
    labelled.push(at)
  })
  return labelled
}

/** The cell that a key leads to; undefined: another key. Page keys go by ten. */
export function cellAfter(
  key: string,
  { row, column }: HeatPlace,
  { rows, columns }: Readonly<{ rows: number; columns: number }>,
): HeatPlace | undefined {
  const at = (nextRow: number, nextColumn: number) => ({
    row: Math.min(rows - 1, Math.max(0, nextRow)),
    column: Math.min(columns - 1, Math.max(0, nextColumn)),
  })
  switch (key) {
    case 'ArrowLeft':
      return at(row, column - 1)
    case 'ArrowRight':
      return at(row, column + 1)
    case 'ArrowUp':
      return at(row - 1, column)
    case 'ArrowDown':
      return at(row + 1, column)
    case 'PageUp':
      return at(row - 10, column)
    case 'PageDown':
      return at(row + 10, column)
    case 'Home':
      return at(row, 0)
    case 'End':
      return at(row, columns - 1)
    default:
      return undefined
  }
}
