import type { HeatGrid } from './heat-grid.ts'
import type { HeatLayout } from './heat-layout.ts'
import { heatStepOf, heatSteps } from './heat-steps.ts'

/** Rows at least this high are parted, and have their figures written into what is and would be. */
const ROOMY_PX = 14

export type HeatColours = Readonly<{ steps: readonly string[]; onStep: readonly string[]; none: string; font: string }>

/** As the style sheet has them for the scheme of the moment. A canvas knows no custom properties. */
export function heatColours(node: Element): HeatColours {
  const style = getComputedStyle(node)
  const of = (name: string) => style.getPropertyValue(name).trim()
  return {
    steps: heatSteps.map((_, at) => of(`--heat-${at}`)),
    onStep: heatSteps.map((_, at) => of(`--on-heat-${at}`)),
    none: of('--heat-none'),
    font: `12px ${style.fontFamily}`,
  }
}

/** All cells. `textOf`: what is written into a cell of now and of after. */
export function drawHeat(
  context: CanvasRenderingContext2D,
  grid: HeatGrid,
  layout: HeatLayout,
  colours: HeatColours,
  textOf: (loadPercent: number) => string,
): void {
  const { rowPx, columns } = layout
  const isRoomy = rowPx >= ROOMY_PX
  const heightPx = isRoomy ? rowPx - 1 : rowPx
  context.clearRect(0, 0, layout.width, layout.height)
  context.font = colours.font
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  for (const [column, { from, to }] of columns.entries()) {
    const hasText = isRoomy && grid.columns[column]?.kind !== 'past'
    for (let row = 0; row < grid.rows.length; row++) {
      const cell = grid.cellAt(row, column)
      const step = cell === undefined ? undefined : heatStepOf(cell.loadPercent)
      context.fillStyle = (step === undefined ? undefined : colours.steps[step]) ?? colours.none
      context.fillRect(from, row * rowPx, to - from, heightPx)
      if (!hasText || cell === undefined || step === undefined) continue
      context.fillStyle = colours.onStep[step] ?? colours.none
      context.fillText(textOf(cell.loadPercent), (from + to) / 2, row * rowPx + heightPx / 2 + 1)
    }
  }
}
