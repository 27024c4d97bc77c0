import { describe, expect, it } from 'vitest'
import { isOld, memoryUsedKiB, memoryUsedPercent, problemOf, shareOf } from './watched-host-facts.ts'
import { aProblem, aWatchedHost, figures } from './watched-host-samples.ts'

describe('shareOf', () => {
  it.each([
    { part: 1, total: 4, share: 25 },
    { part: 0, total: 4, share: 0 },
    { part: 5, total: 4, share: 100 },
    { part: undefined, total: 4, share: undefined },
    { part: 1, total: undefined, share: undefined },
    { part: 0, total: 0, share: undefined },
  ])('$part of $total is $share', ({ part, total, share }) => expect(shareOf(part, total)).toBe(share))
})

describe('the memory in use', () => {
  it('is what is not available; without that it is not known, and never 0', () => {
    const host = aWatchedHost({ figures: { ...figures, memoryTotalKiB: 100, memoryAvailableKiB: 25 } })
    expect([memoryUsedKiB(host), memoryUsedPercent(host)]).toEqual([75, 75])
    const { memoryAvailableKiB: _, ...untold } = figures
    expect(memoryUsedPercent(aWatchedHost({ figures: untold }))).toBeUndefined()
  })
})

describe('problemOf and isOld', () => {
  const sample = { endedAtMs: 1, durationMs: 2 }
  const lost = aWatchedHost({ state: 'waiting', problem: aProblem() })
  it.each([
    { why: 'a host that answers', host: aWatchedHost(), code: undefined, old: false },
    { why: 'one that was lost', host: lost, code: 'host-unreachable', old: true },
    {
      why: 'one that was lost before it told',
      host: { ...lost, figures: undefined },
      code: 'host-unreachable',
      old: false,
    },
    {
      why: 'one whose last reading failed',
      host: aWatchedHost({ sample: { ...sample, problem: aProblem({ code: 'host-timeout' }) } }),
      code: 'host-timeout',
      old: true,
    },
    // Its trouble is over: it is in maintenance now.
    {
      why: 'one that is not asked',
      host: aWatchedHost({ state: 'not-dialled', problem: aProblem() }),
      code: undefined,
      old: true,
    },
  ])('$why', ({ host, code, old }) => {
    expect(problemOf(host)?.code).toBe(code)
    expect(isOld(host)).toBe(old)
  })
})
