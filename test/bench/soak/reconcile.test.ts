import { describe, expect, it } from 'vitest'
import type { Run, StepState } from '../../../shared/plan/run.ts'
import { memoryTrend } from './memory-trend.ts'
import { reconcile } from './reconcile.ts'

const id = 'ovs-1-0'
const named = { id: 'x', name: 'x' }
const runOf = (state: StepState): Run => ({
  ...{
    id: 'r',
    cluster: named,
    recommendationId: 'c',
    state: 'running',
    requestedBy: named,
    createdAtMs: 0,
    updatedAtMs: 0,
  },
  steps: [
    {
      index: 0,
      vm: { id: 'v', name: 'db' },
      from: named,
      to: named,
      after: [],
      isParking: false,
      state,
      progressPercent: 0,
      correlationId: id,
    },
  ],
})
type Outcome = 'done' | 'failed'
const reportOf = (begun: boolean, outcome?: Outcome, moving = false) => ({
  ...{ simulatedMs: 0, violations: [], refusals: {}, troubles: {} },
  begun: begun ? [{ correlationId: id, vm: 'db', toId: 'h', clusterId: 'c', atMs: 0 }] : [],
  outcomes: outcome === undefined ? {} : { [id]: outcome },
  moving: moving ? [id] : [],
})

describe('reconcile', () => {
  const none = { done: 0, failed: 0, doneByOthers: 0, neverBegun: 0 }
  const agreed = [
    { state: 'done', report: reportOf(true, 'done'), counted: { done: 1 } },
    { state: 'failed', report: reportOf(true, 'failed'), counted: { failed: 1 } },
    { state: 'skipped', report: reportOf(false), counted: { neverBegun: 1 } },
    { state: 'done', report: reportOf(false), counted: { doneByOthers: 1 } },
    { state: 'running', report: reportOf(true, undefined, true), counted: {} },
    { state: 'waiting', report: reportOf(false), counted: {} },
  ] as const
  for (const { state, report, counted } of agreed) {
    it(`agrees about ${state} and ${JSON.stringify([report.outcomes, report.moving])}`, () =>
      expect(reconcile([runOf(state)], report)).toEqual({ problems: [], ...none, ...counted }))
  }

  const disagreed = [
    { state: 'failed', report: reportOf(true, 'done'), problem: 'failed for the service, done for the engine' },
    { state: 'done', report: reportOf(true, 'failed'), problem: 'done for the service, failed for the engine' },
    { state: 'skipped', report: reportOf(true), problem: 'without an end for the engine' },
    { state: 'failed', report: reportOf(true, undefined, true), problem: 'under way for the engine' },
    { state: 'running', report: reportOf(true, 'done'), problem: 'over for the engine (done)' },
  ] as const
  for (const { state, report, problem } of disagreed) {
    it(`finds ${state}, ${problem}`, () =>
      expect(reconcile([runOf(state)], report).problems).toEqual([expect.stringContaining(problem)]))
  }

  it('finds what the service knows nothing of', () =>
    expect(reconcile([], reportOf(true, 'done')).problems).toEqual([expect.stringContaining('knows nothing')]))
})

describe('memoryTrend', () => {
  const samples = (of: (index: number) => number) =>
    Array.from({ length: 80 }, (_, index) => ({ day: index / 10, rssMiB: of(index) }))
  const cases = [
    { why: 'a level', of: () => 300, isFlat: true, slope: 0 },
    { why: 'a warm-up', of: (index: number) => (index < 20 ? 10 * index : 300), isFlat: true, slope: 0 },
    { why: 'a leak', of: (index: number) => 200 + 3 * index, isFlat: false, slope: 30 },
  ]
  for (const { why, of, isFlat, slope } of cases) {
    it(`tells ${why}`, () => {
      const trend = memoryTrend(samples(of))
      expect([trend.isFlat, Math.round(trend.slopeMiBPerDay)]).toEqual([isFlat, slope])
    })
  }
})
