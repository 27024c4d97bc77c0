import { describe, expect, it } from 'vitest'
import { aRecommendation } from '../../../test/fakes/builders.ts'
import { aPlanWanted } from '../recommendations/plan-samples.ts'
import { bestOf, usesAfter } from './best-proposal.ts'

describe('bestOf', () => {
  const urgent = aRecommendation({ id: 'urgent', priority: 1, createdAtMs: 1 })
  const slight = aPlanWanted(undefined, { id: 'slight', priority: 4, createdAtMs: 3 })
  const newer = aRecommendation({ id: 'newer', priority: 1, createdAtMs: 2 })
  const running = aRecommendation({ id: 'running', priority: 5, state: 'applying' })
  const over = aRecommendation({ id: 'over', priority: 1, state: 'dismissed', createdAtMs: 9 })
  it.each([
    { why: 'the most urgent', given: [slight, urgent], best: 'urgent' },
    { why: 'the newest of equals', given: [urgent, newer], best: 'newer' },
    { why: 'what is being carried out', given: [urgent, running], best: 'running' },
    { why: 'nothing that is over', given: [over], best: undefined },
  ])('takes $why', ({ given, best }) => expect(bestOf(given)?.id).toBe(best))
})

describe('usesAfter', () => {
  it('knows memory and CPU after a plan, memory after a move and CPU where it is told, and nothing without', () => {
    expect(usesAfter(aPlanWanted()).get('host1')).toEqual({ memoryPercent: 70, cpuPercent: 40.2 })
    expect(usesAfter(aRecommendation()).get('host2')).toEqual({ memoryPercent: 53.1 })
    const [source] = aRecommendation().effects
    const effects =
      source === undefined ? [] : [{ ...source, cpuBeforePercent: 91, cpuAfterPercent: 74, vcpusPerCpuAfter: 1.5 }]
    expect(usesAfter(aRecommendation({ effects })).get('host1')).toMatchObject({ cpuPercent: 74, vcpusPerCpu: 1.5 })
    expect(usesAfter(undefined).size).toBe(0)
  })
})
