import { describe, expect, it } from 'vitest'
import { cpuStanding, memoryStanding } from './arbiter-input.ts'

const evenness = { potential: 0, highestPercent: 140, lowestPercent: 20, spreadPercent: 120, demandPercent: 75 }
const plan = { before: evenness, after: { ...evenness, highestPercent: 90 } }
const core = { cpuIds: [0], capacity: 1, fixedPercent: 0 }

describe('cpuStanding', () => {
  it('has demand in percent of one CPU, not of the host', () => {
    expect(cpuStanding({ cores: [core, { ...core, capacity: 1.5 }] }, plan)).toEqual({
      demandPercent: 187.5,
      capacityPercent: 250,
      highestPercent: 140,
      lowestPercent: 20,
      highestAfterPercent: 90,
    })
  })

  it('is unknown of a host without cores', () => expect(cpuStanding({ cores: [] }, plan)).toBeUndefined())
})

describe('memoryStanding', () => {
  const figures = { availableKiB: 3, reserveKiB: 2, givableKiB: 1 }
  it.each([true, false])('tells that KSM runs: %s', ksmRuns =>
    expect(memoryStanding(figures, figures, ksmRuns)).toEqual({ ...figures, ksmRuns }),
  )
  it('does not speak of KSM where there is none', () =>
    expect(memoryStanding(figures, figures, undefined)).toStrictEqual(figures))
})
