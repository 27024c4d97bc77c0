import { describe, expect, it } from 'vitest'
import { placementChart } from './placement-chart.ts'

const cost = (hosts: number) => ({ hosts, explainP50Ms: hosts / 100, explainP99Ms: hosts / 50 })
const draw = (sizes: readonly number[], isColoured = false) => placementChart(sizes.map(cost), { isColoured })
const hasColour = (text: string) => text.includes('\u001b[')

describe('placementChart', () => {
  it.each([
    { why: 'none', sizes: [] },
    { why: 'one', sizes: [400] },
    { why: 'one, measured twice', sizes: [400, 400] },
  ])('draws nothing of $why', ({ sizes }) => expect(draw(sizes)).toBe(''))

  it.each([
    { why: 'two sizes', sizes: [10, 400] },
    { why: 'sizes in any order', sizes: [400, 10] },
  ])('names $why at the axis, in their order, and the highest figure', ({ sizes }) => {
    const lines = draw(sizes).split('\n')
    expect(lines.at(-1)).toMatch(/^ *10 +400$/)
    expect(lines.some(line => line.startsWith(' 8┤') || line.startsWith('  8┤'))).toBe(true)
  })

  it.each([true, false])('has colours and what they mean: %s', isColoured => {
    const chart = draw([10, 400], isColoured)
    expect([hasColour(chart), chart.includes('█')]).toEqual([isColoured, isColoured])
  })
})
