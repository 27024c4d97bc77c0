import { describe, expect, it } from 'vitest'
import { cellAfter, GUTTER_PX, heatLayout } from './heat-layout.ts'
import { heatStepOf } from './heat-steps.ts'

const grid = (cores: number, past: number) => ({
  rows: Array.from({ length: cores }, (_, core) => ({
    ...{ core, cpuIds: [core], nodeId: core < cores / 2 ? 0 : 1 },
    isFirstOfNode: core % (cores / 2) === 0,
  })),
  columns: [
    ...Array.from({ length: past }, (_, atMs) => ({ kind: 'past' as const, atMs })),
    { kind: 'now' as const },
    { kind: 'after' as const },
  ],
})

describe('heatLayout', () => {
  for (const cores of [4, 24, 64, 128, 256])
    for (const past of [0, 1, 9, 120])
      for (const width of [380, 608, 900])
        it(`puts ${cores} cores at ${past} times into ${width} px, none over another`, () => {
          const { columns, height } = heatLayout(grid(cores, past), width)
          expect(columns).toHaveLength(past + 2)
          expect(columns[0]?.from).toBeGreaterThanOrEqual(GUTTER_PX)
          expect(columns.at(-1)?.to).toBe(width)
          for (const [at, { from, to }] of columns.entries()) {
            expect(to).toBeGreaterThan(from)
            expect(columns[at + 1]?.from ?? to).toBeGreaterThanOrEqual(to)
          }
          expect(height).toBeLessThanOrEqual(800)
        })

  it('labels the first core of each node, and others where there is room', () => {
    expect(heatLayout(grid(4, 9), 600).labelled).toEqual([0, 1, 2, 3])
    const { labelled, rowPx } = heatLayout(grid(256, 9), 600)
    expect(labelled).toContain(128)
    expect(labelled.slice(1).every((row, at) => (row - (labelled[at] ?? 0)) * rowPx >= 15)).toBe(true)
  })

  it('finds the cell under a point, and none between', () => {
    const layout = heatLayout(grid(4, 9), 600)
    const [first, now] = [layout.columns[0], layout.columns[9]]
    expect(layout.cellUnder(first?.from ?? 0, 0)).toEqual({ row: 0, column: 0 })
    expect(layout.cellUnder(now?.from ?? 0, 3.5 * layout.rowPx)).toEqual({ row: 3, column: 9 })
    for (const [x, y] of [
      [10, 0],
      [(now?.from ?? 0) - 3, 0],
      [300, -1],
      [300, layout.height],
    ] as const)
      expect(layout.cellUnder(x, y)).toBeUndefined()
  })
})

describe('cellAfter', () => {
  const size = { rows: 20, columns: 11 }
  it.each([
    ['ArrowLeft', 5, 4],
    ['ArrowRight', 5, 6],
    ['ArrowUp', 4, 5],
    ['ArrowDown', 6, 5],
    ['PageDown', 15, 5],
    ['PageUp', 0, 5],
    ['Home', 5, 0],
    ['End', 5, 10],
  ])('%s leads on and stops at the edge', (key, row, column) => {
    expect(cellAfter(key, { row: 5, column: 5 }, size)).toEqual({ row, column })
    for (const at of [
      { row: 0, column: 0 },
      { row: 19, column: 10 },
    ]) {
      const next = cellAfter(key, at, size)
      expect(next && next.row >= 0 && next.row < 20 && next.column >= 0 && next.column < 11).toBe(true)
    }
  })
  it('is nothing of another key', () => expect(cellAfter('a', { row: 0, column: 0 }, size)).toBeUndefined())
})

it.each([
  [0, 0],
  [4.9, 0],
  [5, 1],
  [99.9, 4],
  [100, 5],
  [149.9, 5],
  [150, 6],
  [900, 6],
  [-1, 0],
])('a load of %d %% is of step %i', (load, step) => expect(heatStepOf(load)).toBe(step))
