import { describe, expect, it } from 'vitest'
import type { Recommendation } from '../../shared/plan/recommendation.ts'
import { aRecommendation, NOON_MS } from '../../test/fakes/builders.ts'
import { compareAnswers, type Known } from './compare-answers.ts'
import type { Proposal } from './services.ts'

const HOUR_MS = 3_600_000
const hold = { dismissedMs: HOUR_MS, failedMs: HOUR_MS / 6 }
const nothing: Known = { open: [], past: [] }

const proposal = (over: Partial<Recommendation> = {}): Proposal => {
  const { id, state, stateReason, runId, createdAtMs, updatedAtMs, ...recommendation } = aRecommendation(over)
  return { recommendation, explanation: { skippedHosts: [], skippedVms: [] } }
}
const sourceUsed = (memoryUsedBeforePercent: number) =>
  aRecommendation().effects.map((effect, index) => (index === 0 ? { ...effect, memoryUsedBeforePercent } : effect))

describe('compareAnswers', () => {
  it('keeps the recommendation of the same move, whatever its figures', () => {
    const newer = proposal({ priority: 3, vmMemoryMiB: 1 })
    const changes = compareAnswers([newer], { ...nothing, open: [aRecommendation()] }, hold, NOON_MS)
    expect(changes).toEqual({ keep: [{ open: aRecommendation(), proposal: newer }], supersede: [], add: [], held: [] })
  })

  const different: { why: string; over: Partial<Recommendation> }[] = [
    { why: 'another VM', over: { vm: { id: 'vm2', name: 'vm2' } } },
    { why: 'another source', over: { from: { id: 'host3', name: 'host3' } } },
    { why: 'another destination', over: { to: { id: 'host3', name: 'host3' } } },
    { why: 'another unit', over: { unitId: 'cpu_balance' } },
  ]
  for (const { why, over } of different) {
    it(`supersedes a move with ${why}`, () => {
      const newer = proposal(over)
      const changes = compareAnswers([newer], { ...nothing, open: [aRecommendation()] }, hold, NOON_MS)
      expect(changes).toEqual({ keep: [], supersede: [aRecommendation()], add: [newer], held: [] })
    })
  }

  it('supersedes everything when nothing is to move', () => {
    const open = [aRecommendation(), aRecommendation({ id: 'rec2' })]
    expect(compareAnswers([], { ...nothing, open }, hold, NOON_MS)).toEqual({
      keep: [],
      supersede: open,
      add: [],
      held: [],
    })
  })

  it('keeps one of two open ones of the same move', () => {
    const open = [aRecommendation(), aRecommendation({ id: 'rec2' })]
    const changes = compareAnswers([proposal()], { ...nothing, open }, hold, NOON_MS)
    expect(changes).toMatchObject({ keep: [{ open: { id: 'rec1' } }], supersede: [{ id: 'rec2' }], add: [] })
  })

  const past: {
    why: string
    past: Partial<Recommendation>
    afterMs: number
    now?: Partial<Recommendation>
    added: boolean
  }[] = [
    { why: 'just dismissed', past: { state: 'dismissed' }, afterMs: 1, added: false },
    { why: 'dismissed almost an hour ago', past: { state: 'dismissed' }, afterMs: HOUR_MS - 1, added: false },
    { why: 'dismissed an hour ago', past: { state: 'dismissed' }, afterMs: HOUR_MS, added: true },
    {
      why: 'dismissed, but another VM',
      past: { state: 'dismissed', vm: { id: 'x', name: 'x' } },
      afterMs: 1,
      added: true,
    },
    { why: 'dismissed, now more urgent', past: { state: 'dismissed', priority: 2 }, afterMs: 1, added: true },
    { why: 'dismissed, now less urgent', past: { state: 'dismissed' }, afterMs: 1, now: { priority: 2 }, added: false },
    {
      why: 'dismissed under another minimum',
      past: { state: 'dismissed' },
      afterMs: 1,
      now: { properties: { minimum_host_memoryMB: 900, safe_selection: true } },
      added: true,
    },
    {
      why: 'dismissed at 90 % use, now 94.9 %',
      past: { state: 'dismissed', effects: sourceUsed(90) },
      afterMs: 1,
      now: { effects: sourceUsed(94.9) },
      added: false,
    },
    {
      why: 'dismissed at 90 % use, now 95 %',
      past: { state: 'dismissed', effects: sourceUsed(90) },
      afterMs: 1,
      now: { effects: sourceUsed(95) },
      added: true,
    },
    { why: 'that is being made', past: { state: 'applying' }, afterMs: HOUR_MS, added: false },
    {
      why: 'of another VM of a host that one is leaving',
      past: { state: 'applying', vm: { id: 'x', name: 'x' } },
      afterMs: HOUR_MS,
      added: false,
    },
    {
      why: 'of a VM that leaves another host',
      past: { state: 'applying', from: { id: 'x', name: 'x' } },
      afterMs: 1,
      added: false,
    },
    {
      why: 'that has nothing to do with the one being made',
      past: { state: 'applying', vm: { id: 'x', name: 'x' }, from: { id: 'x', name: 'x' } },
      afterMs: 1,
      added: true,
    },
    {
      why: 'from a host that a VM has just left',
      past: { state: 'applied', vm: { id: 'x', name: 'x' } },
      afterMs: 29_999,
      added: false,
    },
    {
      why: 'from a host that a VM left half a minute ago',
      past: { state: 'applied', vm: { id: 'x', name: 'x' } },
      afterMs: 30_000,
      added: true,
    },
    { why: 'superseded before', past: { state: 'superseded' }, afterMs: 1, added: true },
    { why: 'just failed', past: { state: 'failed', priority: 5 }, afterMs: 1, added: false },
    { why: 'failed ten minutes ago', past: { state: 'failed' }, afterMs: HOUR_MS / 6, added: true },
  ]
  for (const { why, past: over, afterMs, now, added } of past) {
    it(`${added ? 'proposes' : 'holds back'} a move ${why}`, () => {
      const known = { ...nothing, past: [aRecommendation({ ...over, updatedAtMs: NOON_MS })] }
      const { add, held } = compareAnswers([proposal(now)], known, hold, NOON_MS + afterMs)
      expect([add.length, held.length]).toEqual(added ? [1, 0] : [0, 1])
    })
  }
})
