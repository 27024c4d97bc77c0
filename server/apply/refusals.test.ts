import { describe, expect, it } from 'vitest'
import type { MoveRecommendation } from '../../shared/plan/recommendation.ts'
import { reason } from '../../shared/policy/reason.ts'
import { aRecommendation, aRun, aStep, NOON_MS } from '../../test/fakes/builders.ts'
import { refusalDetail, refusalsOf, wasRefused } from './refusals.ts'
import { afterRun, withStep } from './run-progress.ts'

const HOLD_MS = 1_000
const refusal = (detail: string) => reason('engine-refused', `The engine refused: ${detail}`, { detail })
const refused = (over: Partial<MoveRecommendation> = {}) =>
  aRecommendation({ state: 'failed', stateReason: refusal('No.'), updatedAtMs: NOON_MS, ...over })
const other = { id: 'x', name: 'x' }

describe('wasRefused', () => {
  it.each([
    { why: 'a move that the engine declined', over: {}, expected: true },
    ...['migration-failed', 'not-moved', 'vm-elsewhere', 'too-slow', 'waited-too-long', 'no-longer-helps'].map(
      code => ({
        why: `a move that ended as ${code}`,
        over: { stateReason: reason(code, 'It ended.') },
        expected: false,
      }),
    ),
    { why: 'a dismissed one', over: { state: 'dismissed' as const }, expected: false },
    { why: 'one that still goes on', over: { state: 'applying' as const }, expected: false },
  ])('says $expected of $why', ({ over, expected }) => expect(wasRefused(refused(over))).toBe(expected))

  it('needs a reason', () => expect(wasRefused(aRecommendation({ state: 'failed' }))).toBe(false))
})

describe('refusalDetail', () => {
  it.each([
    { why: 'the engine’s words', stateReason: refusal('It is locked.'), expected: 'It is locked.' },
    { why: 'the sentence without them', stateReason: reason('engine-refused', 'Refused.'), expected: 'Refused.' },
  ])('is $why', ({ stateReason, expected }) => expect(refusalDetail({ stateReason })).toBe(expected))
})

describe('refusalsOf', () => {
  const found = (recommendations: readonly MoveRecommendation[], afterMs = 1) =>
    refusalsOf(recommendations, HOLD_MS, NOON_MS + afterMs)

  it('names VM, host, words and times', () =>
    expect(found([refused()])).toEqual([
      {
        vm: { id: 'vm1', name: 'vm1' },
        host: { id: 'host2', name: 'host2' },
        detail: 'No.',
        atMs: NOON_MS,
        untilMs: NOON_MS + HOLD_MS,
      },
    ]))

  it.each([
    { why: 'at once', afterMs: 0, count: 1 },
    { why: 'until just before the end', afterMs: HOLD_MS - 1, count: 1 },
    { why: 'no longer at the end', afterMs: HOLD_MS, count: 0 },
  ])('counts $why', ({ afterMs, count }) => expect(found([refused()], afterMs)).toHaveLength(count))

  it.each([
    { why: 'the same VM and host, whoever asked', over: { unitId: 'x', from: other }, details: ['newer'] },
    { why: 'another VM', over: { vm: other }, details: ['newer', 'older'] },
    { why: 'another host', over: { to: other }, details: ['newer', 'older'] },
  ])('beside $why', ({ over, details }) => {
    const older = refused({ updatedAtMs: NOON_MS - 1, stateReason: refusal('older'), ...over })
    expect(found([older, refused({ stateReason: refusal('newer') })]).map(({ detail }) => detail)).toEqual(details)
  })

  it('reads what a run leaves behind', () => {
    const run = withStep(aRun(), aStep({ state: 'failed', problem: refusal('It is locked.') }), NOON_MS)
    const left = afterRun(aRecommendation({ state: 'applying' }), run)
    const failed = left?.kind === 'move' ? left : expect.fail('the run goes on')
    expect(found([failed])).toMatchObject([{ detail: 'It is locked.', atMs: NOON_MS }])
  })

  it('leaves out what the engine accepted', () =>
    expect(found([refused({ stateReason: reason('migration-failed', 'It failed.') })])).toEqual([]))
})
