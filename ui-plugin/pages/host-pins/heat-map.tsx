import { type KeyboardEvent, type PointerEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { HostPins } from '../../../shared/api/pins.ts'
import { useMedia } from '../../components/use-media.ts'
import { useWidth } from '../../components/use-width.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import { drawHeat, heatColours } from './draw-heat.ts'
import { heatGrid } from './heat-grid.ts'
import { HeatHead } from './heat-head.tsx'
import { cellAfter, type HeatPlace, heatLayout } from './heat-layout.ts'
import { HeatLegend } from './heat-legend.tsx'
import { HeatLabels, HeatMark, HeatTip } from './heat-overlay.tsx'
import { useHeatWords } from './use-heat-words.ts'

export type HeatMapProps = Readonly<{
  hostName: string
  pins: Pick<HostPins, 'cores' | 'vcpus' | 'heat' | 'before' | 'after'>
}>

const BEFORE_MEASURED_PX = 560

/**
 * The load of each core over time, beside it how it is now and how it would be. Drawn by hand on a canvas: a large host has 256 cores at
 * 120 times, and each of 30,000 cells as an element of victory's or of the page's takes seconds where this takes milliseconds. One stop of
 * the Tab key; arrow keys go from cell to cell, and what is said of a cell is heard.
 */
export function HeatMap({ hostName, pins }: HeatMapProps) {
  const { t, number } = useTexts()
  const [ref, width] = useWidth(BEFORE_MEASURED_PX)
  const canvas = useRef<HTMLCanvasElement>(null)
  const isDark = useMedia('(prefers-color-scheme: dark)')
  const grid = useMemo(() => heatGrid(pins), [pins])
  const layout = useMemo(() => heatLayout(grid, width), [grid, width])
  const words = useHeatWords(pins)
  const [place, setPlace] = useState<HeatPlace | undefined>(undefined)
  const tipId = useId()

  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme gives the canvas other colours
  useEffect(() => {
    // By then the page has taken on the colours of a scheme that was just changed.
    const asked = requestAnimationFrame(() => paint(canvas.current))
    function paint(node: HTMLCanvasElement | null) {
      const context = node?.getContext('2d')
      if (node === null || context == null) return
      const scale = window.devicePixelRatio
      node.width = layout.width * scale
      node.height = layout.height * scale
      context.scale(scale, scale)
      drawHeat(context, grid, layout, heatColours(node), load => number(Math.round(load)))
    }
    return () => cancelAnimationFrame(asked)
  }, [grid, layout, number, isDark])

  const [rows, columns] = [grid.rows.length, grid.columns.length]
  const at = place !== undefined && place.row < rows && place.column < columns ? place : undefined
  const point = ({ currentTarget, clientX, clientY }: PointerEvent) => {
    const box = currentTarget.getBoundingClientRect()
    setPlace(layout.cellUnder(clientX - box.left, clientY - box.top))
  }
  const go = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && at !== undefined) {
      event.stopPropagation()
      setPlace(undefined)
      return
    }
    const next = at === undefined ? firstAt(event.key, columns) : cellAfter(event.key, at, { rows, columns })
    if (next === undefined) return
    event.preventDefault()
    setPlace(next)
  }
  const said = at && words.sayCell(grid, at.row, at.column)
  return (
    <div className="heat">
      <p className="pf-v6-screen-reader">{words.sayAll(grid)}</p>
      <div ref={ref} className="heat-map">
        <HeatHead columns={grid.columns} layout={layout} />
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls */}
        <div
          role="group"
          aria-label={t('pinHeat.map', { host: hostName })}
          aria-describedby={tipId}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys go from cell to cell
          tabIndex={0}
          onKeyDown={go}
          onBlur={() => setPlace(undefined)}
          onPointerMove={point}
          onPointerLeave={() => setPlace(undefined)}
          className="heat-cells"
          style={{ blockSize: `${layout.height}px` }}
        >
          <canvas ref={canvas} aria-hidden style={{ inlineSize: `${width}px`, blockSize: `${layout.height}px` }} />
          <HeatLabels rows={grid.rows} layout={layout} />
          {at !== undefined && <HeatMark layout={layout} at={at} />}
          {at !== undefined && said !== undefined && <HeatTip layout={layout} at={at} text={said} />}
        </div>
      </div>
      <p id={tipId} aria-live="polite" className="pf-v6-screen-reader">
        {said ?? t('pinHeat.howTo')}
      </p>
      <HeatLegend />
    </div>
  )
}

/** From none, keys lead in at how the first core is now. */
const firstAt = (key: string, columns: number): HeatPlace | undefined =>
  /^Arrow|^Home$|^End$/.test(key) ? { row: 0, column: Math.max(0, columns - 2) } : undefined
