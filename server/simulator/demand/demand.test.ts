import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cpuDemandPercent, type Demand, memoryDemandPercent } from './demand.ts'
import { entityId } from './entity-id.ts'

const generated: Demand = {
  seed: 7,
  cpu: {
    kind: 'generated',
    basePercent: 20,
    dailyPercent: 30,
    peakHour: 14,
    noisePercent: 0,
    burstPercent: 0,
    burstChance: 0,
  },
  memoryPercent: 80,
  memoryDriftPercent: 2,
  dirtyShare: 0.01,
}
const traced = (interpolation: 'linear' | 'step'): Demand => ({
  ...generated,
  cpu: { kind: 'trace', trace: { name: 'a', percents: Uint8Array.of(10, 20, 60) }, interpolation, startMs: 1_000 },
})
const hour = (h: number) => Date.UTC(2026, 7, 19, h)

describe('cpuDemandPercent', () => {
  const cases = [
    { why: 'is at its level at night', demand: generated, atMs: hour(2), percent: 20 },
    { why: 'is at the top of its hill at the peak hour', demand: generated, atMs: hour(14), percent: 50 },
    { why: 'starts a trace with its first sample', demand: traced('linear'), atMs: 1_000, percent: 10 },
    { why: 'takes the first sample before the trace starts', demand: traced('linear'), atMs: 0, percent: 10 },
    { why: 'goes straight from sample to sample', demand: traced('linear'), atMs: 151_000, percent: 15 },
    { why: 'keeps a sample when told to step', demand: traced('step'), atMs: 300_999, percent: 10 },
    { why: 'leads from the last sample back to the first', demand: traced('linear'), atMs: 751_000, percent: 35 },
    { why: 'repeats the trace', demand: traced('step'), atMs: 1_000 + 4 * 300_000, percent: 20 },
  ]
  for (const { why, demand, atMs, percent } of cases) {
    it(why, () => expect(cpuDemandPercent(demand, atMs)).toBeCloseTo(percent))
  }

  it('stays a percentage whatever the shape, and depends on nothing but its arguments', () => {
    const percent = fc.double({ min: 0, max: 100, noNaN: true })
    const shape = fc.record({
      kind: fc.constant('generated' as const),
      basePercent: percent,
      dailyPercent: percent,
      peakHour: fc.integer({ min: 0, max: 23 }),
      noisePercent: percent,
      burstPercent: percent,
      burstChance: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(shape, fc.integer(), fc.nat(), (cpu, seed, minute) => {
        const demand = { ...generated, cpu, seed }
        const first = cpuDemandPercent(demand, minute * 60_000)
        expect(first).toBeGreaterThanOrEqual(0)
        expect(first).toBeLessThanOrEqual(100)
        expect(cpuDemandPercent(demand, minute * 60_000)).toBe(first)
      }),
    )
  })
})

describe('memoryDemandPercent', () => {
  it('drifts no further than it may', () => {
    for (let minute = 0; minute < 600; minute++) {
      expect(Math.abs(memoryDemandPercent(generated, minute * 60_000) - 80)).toBeLessThanOrEqual(2)
    }
  })
})

describe('entityId', () => {
  it('is a version 4 UUID, the same each time and different for each thing', () => {
    const ids = [1, 2].flatMap(seed =>
      ['vm', 'host'].flatMap(kind => [0, 1].map(number => entityId(seed, kind, number))),
    )
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(new Set(ids).size).toBe(ids.length)
    expect(entityId(1, 'vm', 0)).toBe(ids[0])
  })
})
