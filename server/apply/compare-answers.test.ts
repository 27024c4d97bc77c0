import { describe, expect, it } from 'vitest'
import type { HostRecommendation, MoveRecommendation, Recommendation } from '../../shared/plan/recommendation.ts'
import { reason } from '../../shared/policy/reason.ts'
import { aPlan } from '../../test/fakes/automation.ts'
import { aHostRecommendation, aPlanRecommendation, aRecommendation, NOON_MS } from '../../test/fakes/builders.ts'
import { compareAnswers, type Known } from './compare-answers.ts'
import type { Proposal } from './services.ts'

const HOUR_MS = 3_600_000
const hold = { dismissedMs: HOUR_MS, failedMs: HOUR_MS / 6, refusedMs: HOUR_MS / 2 }
const refused = { state: 'failed', stateReason: reason('engine-refused', 'No.', { detail: 'It is locked.' }) } as const
const accepted = { state: 'failed', stateReason: reason('migration-failed', 'It failed.') } as const
const nothing: Known = { open: [], past: [] }

const proposal = (over: Partial<MoveRecommendation> = {}): Proposal => {
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

  const different: { why: string; over: Partial<MoveRecommendation> }[] = [
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

  it('takes back what is open while a plan is carried out, and holds it until that is over', () => {
    const plan = aPlanRecommendation({ plan: aPlan(), state: 'applying' })
    const known = { open: [aRecommendation()], past: [plan] }
    expect(compareAnswers([proposal()], known, hold, NOON_MS)).toMatchObject({
      keep: [],
      supersede: [{ id: 'rec1' }],
      add: [],
      held: [{ code: 'applying', because: expect.stringContaining('a plan of 0 moves') }],
    })
    const over = { ...known, past: [{ ...plan, state: 'applied' as const }] }
    expect(compareAnswers([proposal()], over, hold, NOON_MS).keep).toHaveLength(1)
  })

  it('keeps one of two open ones of the same move', () => {
    const open = [aRecommendation(), aRecommendation({ id: 'rec2' })]
    const changes = compareAnswers([proposal()], { ...nothing, open }, hold, NOON_MS)
    expect(changes).toMatchObject({ keep: [{ open: { id: 'rec1' } }], supersede: [{ id: 'rec2' }], add: [] })
  })

  const past: {
    why: string
    past: Partial<MoveRecommendation>
    afterMs: number
    now?: Partial<MoveRecommendation>
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
    { why: 'accepted, and failed ten minutes ago', past: accepted, afterMs: HOUR_MS / 6, added: true },
    { why: 'refused almost half an hour ago', past: refused, afterMs: HOUR_MS / 2 - 1, added: false },
    { why: 'refused half an hour ago', past: refused, afterMs: HOUR_MS / 2, added: true },
    {
      why: 'refused to another unit from another host',
      past: { ...refused, unitId: 'x', from: { id: 'x', name: 'x' } },
      afterMs: 1,
      added: false,
    },
    { why: 'refused for another VM', past: { ...refused, vm: { id: 'x', name: 'x' } }, afterMs: 1, added: true },
    { why: 'refused to another host', past: { ...refused, to: { id: 'x', name: 'x' } }, afterMs: 1, added: true },
  ]
  for (const { why, past: over, afterMs, now, added } of past) {
    it(`${added ? 'proposes' : 'holds back'} a move ${why}`, () => {
      const known = { ...nothing, past: [aRecommendation({ ...over, updatedAtMs: NOON_MS })] }
      const { add, held } = compareAnswers([proposal(now)], known, hold, NOON_MS + afterMs)
      expect([add.length, held.length]).toEqual(added ? [1, 0] : [0, 1])
    })
  }

  it.each([
    {
      code: 'applying',
      past: { state: 'applying' },
      untilMs: undefined,
      because: 'It waits while vm1 is being moved from host1.',
    },
    {
      code: 'applied',
      past: { state: 'applied' },
      untilMs: NOON_MS + 30_000,
      because: "It waits: vm1 has just left host1, and the engine's figures follow later.",
    },
    { code: 'failed', past: accepted, untilMs: NOON_MS + HOUR_MS / 6, because: 'This move failed.' },
    {
      code: 'refused',
      past: refused,
      untilMs: NOON_MS + HOUR_MS / 2,
      because: 'The engine refused this move: It is locked.',
    },
    {
      code: 'dismissed',
      past: { state: 'dismissed' },
      untilMs: NOON_MS + HOUR_MS,
      because: 'This move was dismissed.',
    },
  ] as const)('says which VM is held back and until when: $code', ({ code, past: over, untilMs, because }) => {
    const known = { ...nothing, past: [aRecommendation({ ...over, updatedAtMs: NOON_MS })] }
    const { held } = compareAnswers([proposal()], known, hold, NOON_MS + 1)
    expect(held).toEqual([{ subject: { id: 'vm1', name: 'vm1' }, code, ...(untilMs && { untilMs }), because }])
  })

  it.each([
    { why: 'the longest', states: ['failed', 'dismissed'], code: 'dismissed' },
    { why: 'one whose end nobody knows', states: ['dismissed', 'applying', 'failed'], code: 'applying' },
  ] as const)('of several holds names $why', ({ states, code }) => {
    const past = states.map(state => aRecommendation({ state, updatedAtMs: NOON_MS }))
    const { held } = compareAnswers([proposal()], { ...nothing, past }, hold, NOON_MS + 1)
    expect(held.map(one => one.code)).toEqual([code])
  })

  it('lets a refusal count for an hour unless told otherwise', () => {
    const known = { ...nothing, past: [aRecommendation({ ...refused, updatedAtMs: NOON_MS })] }
    const { refusedMs: _, ...times } = hold
    const addedAfter = (ms: number) => compareAnswers([proposal()], known, times, NOON_MS + ms).add.length
    expect([addedAfter(HOUR_MS - 1), addedAfter(HOUR_MS)]).toEqual([0, 1])
  })
})

describe('a host that should be switched', () => {
  const wanted = (over: Partial<HostRecommendation> = {}): Proposal => {
    const { id, state, stateReason, runId, createdAtMs, updatedAtMs, ...recommendation } = aHostRecommendation(over)
    return { recommendation, explanation: { skippedHosts: [], skippedVms: [] } }
  }
  const host2 = { id: 'host2', name: 'host2' }
  const elsewhere = { id: 'x', name: 'x' }

  it('keeps its recommendation while the same is asked for', () => {
    const open = [aHostRecommendation()]
    expect(compareAnswers([wanted()], { ...nothing, open }, hold, NOON_MS)).toMatchObject({ keep: [{}], supersede: [] })
    const other = compareAnswers([wanted({ action: 'power-off' })], { ...nothing, open }, hold, NOON_MS)
    expect(other).toMatchObject({ keep: [], supersede: open, add: [{}] })
  })

  it.each<{ why: string; past: Recommendation; now?: Partial<HostRecommendation>; code?: string }>([
    { why: 'it was dismissed', past: aHostRecommendation({ state: 'dismissed' }), code: 'dismissed' },
    { why: 'another action was dismissed', past: aHostRecommendation({ state: 'dismissed', action: 'start' }) },
    { why: 'it was superseded', past: aHostRecommendation({ state: 'superseded' }) },
    { why: 'it is more urgent now', past: aHostRecommendation({ state: 'dismissed' }), now: { priority: 2 } },
    {
      why: 'other values hold',
      past: aHostRecommendation({ state: 'dismissed' }),
      now: { properties: { HostsInReserve: 1 } },
    },
    { why: 'a VM comes to it', past: aRecommendation({ state: 'applying', to: host2 }), code: 'applying' },
    { why: 'a VM leaves it', past: aRecommendation({ state: 'applying', from: host2 }), code: 'applying' },
    { why: 'a VM moves elsewhere', past: aRecommendation({ state: 'applying', to: elsewhere }) },
    { why: 'a VM has left it', past: aRecommendation({ state: 'applied', from: host2 }) },
  ])('$why: $code', ({ past, now, code }) => {
    const known = { ...nothing, past: [{ ...past, updatedAtMs: NOON_MS }] }
    const { add, held } = compareAnswers([wanted(now)], known, hold, NOON_MS + 1)
    expect(held.map(found => [found.subject.id, found.code])).toEqual(code === undefined ? [] : [['host2', code]])
    expect(add).toHaveLength(code === undefined ? 1 : 0)
  })

  it('holds up no move', () => {
    const past = [aHostRecommendation({ state: 'dismissed', updatedAtMs: NOON_MS })]
    expect(compareAnswers([proposal()], { ...nothing, past }, hold, NOON_MS).add).toHaveLength(1)
  })
})
