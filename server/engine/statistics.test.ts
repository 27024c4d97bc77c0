import { describe, expect, it } from 'vitest'
import { readFigures, toHostStatistics } from './statistics.ts'

const GIB = 1_073_741_824
const measured = {
  'memory.total': 64 * GIB,
  'memory.used': 16 * GIB,
  'memory.free': 48 * GIB,
  'cpu.current.user': 12,
  'cpu.current.system': 3.5,
  'cpu.current.idle': 85,
  'cpu.load.avg.5m': 1.5,
}
const statistics = (over: Record<string, number> = {}) =>
  toHostStatistics(new Map(Object.entries({ ...measured, ...over })))

describe('toHostStatistics', () => {
  it('reads memory in MiB and the processor in percent', () => {
    expect(statistics()).toEqual({ memoryUsedMiB: 16_384, memoryFreeMiB: 49_152, cpuPercent: 15.5, load5m: 1.5 })
  })

  const processors = [
    { why: 'idle', user: 0, system: 0, idle: 100, percent: 0 },
    { why: 'hardly busy, which its rounded idle share hides', user: 0.35, system: 0.05, idle: 100, percent: 0.4 },
    { why: 'busy beyond what rounding allows', user: 97, system: 4, idle: 0, percent: 100 },
    { why: 'known by its idle share only', user: 0, system: 0, idle: 40, percent: 60 },
    { why: 'never measured', user: 0, system: 0, idle: 0, percent: undefined },
  ]
  for (const { why, user, system, idle, percent } of processors) {
    it(`reads a processor that is ${why} as ${percent} %`, () => {
      const cpu = { 'cpu.current.user': user, 'cpu.current.system': system, 'cpu.current.idle': idle }
      const { cpuPercent } = statistics(cpu)
      if (percent === undefined) expect(cpuPercent).toBeUndefined()
      else expect(cpuPercent).toBeCloseTo(percent)
    })
  }

  it('does not take a host that was never measured for an empty one', () => {
    const unknown = { 'cpu.current.user': 0, 'cpu.current.system': 0, 'cpu.current.idle': 0, 'memory.used': 0 }
    expect(statistics({ ...unknown, 'memory.free': 64 * GIB })).toEqual({})
    expect(toHostStatistics(new Map())).toEqual({})
  })

  it('knows no memory of a host without a total', () => {
    expect(statistics({ 'memory.total': 0 })).toEqual({ cpuPercent: 15.5, load5m: 1.5 })
  })

  it('reads swap only where there is some', () => {
    expect(statistics({ 'swap.total': 0, 'swap.used': 0 })).not.toHaveProperty('swapTotalMiB')
    expect(statistics({ 'swap.total': 4 * GIB, 'swap.used': 0 })).toMatchObject({ swapTotalMiB: 4096, swapUsedMiB: 0 })
  })
})

describe('readFigures', () => {
  it('takes the newest value and leaves texts and missing ones out', () => {
    const wire = {
      statistic: [
        { name: 'cpu.usage.history', values: { value: [{ datum: 3 }, { datum: 9 }] } },
        { name: 'cpu.load', values: { value: [{ datum: '1.0E+2' }] } },
        { name: 'disks.usage', values: { value: [{ detail: '[]' }] } },
        { name: 'empty', values: {} },
        { name: 'none' },
      ],
    }
    expect([...readFigures(wire, 'statistic')]).toEqual([
      ['cpu.usage.history', 3],
      ['cpu.load', 100],
    ])
  })
})
