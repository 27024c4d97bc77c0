import { describe, expect, it } from 'vitest'
import { heatGrid } from './heat-grid.ts'
import { aHostPins } from './pin-samples.ts'

const all = (pins = aHostPins()) => {
  const grid = heatGrid(pins)
  return grid.rows.map((_row, row) => grid.columns.map((_column, column) => grid.cellAt(row, column)?.loadPercent))
}

describe('heatGrid', () => {
  it('has a row for each core, and behind all times how it is and how it would be', () => {
    expect(heatGrid(aHostPins()).columns.map(({ kind }) => kind)).toEqual(['past', 'past', 'now', 'after'])
    expect(all()).toEqual([
      [40, 118, 120, 60],
      [40, 22, 20, 80],
      [3, 3, 3, 3],
      [4, 4, 4, 4],
    ])
  })

  it('puts cores in the order of their nodes and CPUs, and keeps what belongs to each', () => {
    const [a, b, c, d] = aHostPins().cores
    if (a === undefined || b === undefined || c === undefined || d === undefined) return expect.fail('four cores')
    const grid = heatGrid(aHostPins({ cores: [c, b, d, a] }))
    expect(grid.rows.map(({ cpuIds, core, isFirstOfNode }) => [cpuIds[0], core, isFirstOfNode])).toEqual([
      [0, 3, true],
      [1, 1, false],
      [2, 0, true],
      [3, 2, false],
    ])
    expect(grid.cellAt(0, 0)?.loadPercent).toBe(4)
  })

  it('tells loads of what a core has: of two threads it is more than one CPU', () => {
    const core = { cpuIds: [0, 4], capacity: 1.25, fixedPercent: 0, loadPercent: 100, afterPercent: 50 }
    const grid = heatGrid(aHostPins({ cores: [core], heat: [] }))
    expect([grid.cellAt(0, 0)?.loadPercent, grid.cellAt(0, 1)?.loadPercent]).toEqual([80, 40])
  })

  it('counts the vCPUs of each core that ask for CPU, before and after', () => {
    const grid = heatGrid(aHostPins())
    const counts = (column: number) => grid.rows.map((_row, row) => grid.cellAt(row, column)?.vcpus)
    expect([counts(1), counts(2), counts(3)]).toEqual([
      [2, 1, 0, 0],
      [2, 1, 0, 0],
      [1, 2, 0, 0],
    ])
    const [asleep] = aHostPins().vcpus.map(vcpu => ({ ...vcpu, demandPercent: 1 }))
    expect(heatGrid(aHostPins({ vcpus: asleep ? [asleep] : [] })).cellAt(0, 2)?.vcpus).toBe(0)
  })

  it('knows nothing of times when the host had other cores', () => {
    const heat = [{ atMs: 0, loadPercent: [5, 5], vcpus: [0, 0], spreadPercent: 0 }]
    expect(all(aHostPins({ heat })).map(([past]) => past)).toEqual([undefined, undefined, undefined, undefined])
  })

  it('is empty of a host that was not looked at', () => {
    const grid = heatGrid(aHostPins({ cores: [] }))
    expect([grid.rows, grid.columns]).toEqual([[], []])
  })
})
