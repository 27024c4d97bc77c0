import { beforeEach, describe, expect, it } from 'vitest'
import type { AutomationMode } from '../../../shared/plan/automation.ts'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { aPlan, automationRules } from '../../../test/fakes/automation.ts'
import {
  aCluster,
  aHostRecommendation,
  aPlanRecommendation,
  aRecommendation,
  aSnapshot,
  NOON_MS,
} from '../../../test/fakes/builders.ts'
import { aPlannedStep } from '../../../test/fakes/planned-steps.ts'
import { fakeRecommendations } from '../../../test/fakes/services.ts'
import type { GateRequest } from '../../apply/gate.ts'
import type { PlanRequested } from '../../apply/plans.ts'
import { ApplyError, service } from '../../apply/services.ts'
import { createQuietWait } from '../quiet-wait.ts'
import { approveDuty } from './approve-duty.ts'
import { planDuty } from './plan-duty.ts'
import { retentionDuty } from './retention-duty.ts'

const { signal } = new AbortController()
const clusterId = aCluster().id
const snapshot = aSnapshot()
const other = { id: 'c2', name: 'c2' }
const MINUTE_MS = 60_000

let nowMs: number
beforeEach(() => {
  nowMs = NOON_MS
})

describe('planDuty', () => {
  const asked: unknown[] = []
  let fails = false
  let heldMs: number
  beforeEach(() => {
    asked.length = 0
    fails = false
    heldMs = 10 * MINUTE_MS
  })
  const duty = (entries: Parameters<typeof automationRules>[0], recommendations: readonly Recommendation[] = []) =>
    planDuty({
      plans: {
        request: async (request: PlanRequested, by, given) => {
          asked.push([request, by, given])
          if (fails) throw new ApplyError('no-plan', 'None.')
          return { plan: aPlan() }
        },
      },
      recommendations: fakeRecommendations(recommendations),
      rules: automationRules(entries),
      intervalMs: 10 * MINUTE_MS,
      quiet: createQuietWait({ heldMs: () => heldMs, holdMs: 10 * MINUTE_MS }),
      now: () => nowMs,
    })
  const balance = { objectives: ['*=balance'] }

  it.each([
    { objective: 'balance', plans: 0 },
    { objective: 'density', plans: 0 },
    { objective: 'repair', plans: 1 },
  ])('waits until the figures have been steady before it plans for $objective', async ({ objective, plans }) => {
    const of = duty({ objectives: [`*=${objective}`] })
    heldMs -= 1
    await of.do(clusterId, snapshot, signal)
    expect(asked).toHaveLength(plans)
    heldMs += 1
    nowMs += 10 * MINUTE_MS
    await of.do(clusterId, snapshot, signal)
    expect(asked).toHaveLength(plans + 1)
  })

  it('plans for the standing objective, in the name of the service', async () => {
    await duty({ objectives: ['Default=density'] }).do(clusterId, snapshot, signal)
    expect(asked).toEqual([[{ clusterId, objective: { kind: 'density' }, level: 3 }, service, signal]])
  })

  it.each([
    { why: 'no objective is set', entries: { objectives: ['Other=balance'] } },
    { why: 'it is to do nothing', entries: { objectives: ['*=none'] } },
    { why: 'the cluster is off', entries: { ...balance, modes: ['*=off'] } },
    {
      why: 'the cluster is being upgraded',
      entries: balance,
      snapshot: aSnapshot({ clusters: [aCluster({ upgradeInProgress: true })] }),
    },
    { why: 'the cluster is gone', entries: balance, snapshot: aSnapshot({ clusters: [] }) },
    {
      why: 'something is being carried out',
      entries: balance,
      recommendations: [aRecommendation({ state: 'applying' })],
    },
  ])('does not while $why', async ({ entries, snapshot: given = snapshot, recommendations = [] }) => {
    await duty(entries, recommendations as Recommendation[]).do(clusterId, given, signal)
    expect(asked).toEqual([])
  })

  it.each(['recommend', 'approve', 'automatic'] as const)('does in mode %s', async mode => {
    await duty({ ...balance, modes: [`*=${mode}`] }, [aRecommendation({ state: 'applying', cluster: other })]).do(
      clusterId,
      snapshot,
      signal,
    )
    expect(asked).toHaveLength(1)
  })

  it('does so at its interval, in each cluster by itself', async () => {
    const two = aSnapshot({ clusters: [aCluster(), aCluster(other)] })
    const plan = duty(balance)
    const seen: number[] = []
    for (const [minutes, id] of [
      [0, clusterId],
      [5, 'c2'],
      [9, clusterId],
      [10, clusterId],
      [14, 'c2'],
      [15, 'c2'],
    ] as const) {
      nowMs = NOON_MS + minutes * MINUTE_MS
      await plan.do(id, two, signal)
      seen.push(asked.length)
    }
    expect(seen).toEqual([1, 2, 2, 3, 3, 4])
  })

  it('tries again after the interval when it failed', async () => {
    fails = true
    const plan = duty(balance)
    await expect(plan.do(clusterId, snapshot, signal)).rejects.toThrow('None.')
    await plan.do(clusterId, snapshot, signal)
    expect(asked).toHaveLength(1)
  })
})

describe('approveDuty', () => {
  let applied: string[]
  let refused: unknown[]
  let permitted: GateRequest['move'][]
  beforeEach(() => {
    applied = []
    refused = []
    permitted = []
  })
  type Options = { mode?: AutomationMode; forbidden?: string[]; failing?: Record<string, Error> }
  function approve(
    recommendations: readonly Recommendation[],
    { mode = 'automatic', forbidden = [], failing = {} }: Options = {},
  ) {
    const duty = approveDuty({
      recommendations: fakeRecommendations(recommendations),
      applier: {
        apply: async (id, by) => {
          expect(by).toBe(service)
          const problem = failing[id]
          if (problem !== undefined) throw problem
          applied.push(id)
          return { id } as never
        },
      },
      automation: {
        modeOf: () => mode,
        permit: async ({ move, isAutomatic }) => {
          expect(isAutomatic).toBe(true)
          permitted.push(move)
          const reason = { code: 'budget-spent', text: 'Spent.', values: {} }
          return forbidden.includes(move.vm.id) ? { ok: false, why: 'wait', reason } : { ok: true }
        },
      },
      levelOf: () => 3,
      onRefused: (id, error) => refused.push([id, error]),
    })
    return duty.do(clusterId, snapshot, signal)
  }
  const eva = { id: 'u1', name: 'eva' }
  const plan = aPlan({ steps: [aPlannedStep(0)] })
  const move = (id: string, over: Partial<ReturnType<typeof aRecommendation>> = {}) =>
    aRecommendation({ id, vm: { id: `vm-${id}`, name: id }, ...over })

  it.each([
    {
      why: 'the most urgent',
      given: [move('a', { priority: 3 }), move('b', { priority: 2 }), move('c')],
      expected: ['c'],
    },
    {
      why: 'of equals the oldest',
      given: [move('a', { createdAtMs: 2 }), move('b', { createdAtMs: 1 })],
      expected: ['b'],
    },
    { why: 'none that is not urgent enough', given: [move('a', { priority: 4 })], expected: [] },
    { why: 'none that is not open', given: [move('a', { state: 'dismissed' })], expected: [] },
    {
      why: 'none that is snoozed',
      given: [move('a', { state: 'snoozed', snoozedUntilMs: NOON_MS + 1 })],
      expected: [],
    },
    { why: 'none of a host', given: [aHostRecommendation({ priority: 1 })], expected: [] },
    { why: 'none while another is carried out', given: [move('a'), move('b', { state: 'applying' })], expected: [] },
    {
      why: 'one while another cluster is busy',
      given: [move('a'), move('b', { state: 'applying', cluster: other })],
      expected: ['a'],
    },
    { why: 'none of another cluster', given: [move('a', { cluster: other })], expected: [] },
    { why: 'a plan of its own', given: [aPlanRecommendation({ plan, requestedBy: service })], expected: ['plan1'] },
    { why: 'no plan of a person', given: [aPlanRecommendation({ plan, requestedBy: eva })], expected: [] },
    { why: 'no plan of nobody knows whom', given: [aPlanRecommendation({ plan })], expected: [] },
    {
      why: 'no plan without steps',
      given: [aPlanRecommendation({ plan: aPlan(), requestedBy: service })],
      expected: [],
    },
  ])('approves $why', async ({ given, expected }) => {
    await approve(given)
    expect(applied).toEqual(expected)
  })

  it.each(['off', 'recommend', 'approve'] as const)('approves nothing in mode %s', async mode => {
    await approve([move('a')], { mode })
    expect([applied, permitted]).toEqual([[], []])
  })

  it('passes over what is not permitted now, and asks about the first step of a plan', async () => {
    const plan = aPlanRecommendation({
      priority: 1,
      createdAtMs: 0,
      requestedBy: service,
      plan: aPlan({ steps: [aPlannedStep(0), aPlannedStep(1)] }),
    })
    await approve([move('a', { priority: 2 }), move('b', { priority: 3 }), plan], { forbidden: ['vm0', 'vm-a'] })
    expect([permitted.map(({ vm }) => vm.id), applied]).toEqual([['vm0', 'vm-a', 'vm-b'], ['b']])
  })

  it('goes on to the next when the gate refuses, and tells of it', async () => {
    const error = new ApplyError('not-applicable', 'host2 is full.')
    await approve([move('a', { priority: 1 }), move('b', { priority: 2 })], { failing: { a: error } })
    expect([applied, refused]).toEqual([['b'], [['a', error]]])
  })

  it('does not swallow what is no refusal', () =>
    expect(approve([move('a')], { failing: { a: new Error('disk full') } })).rejects.toThrow('disk full'))
})

describe('retentionDuty', () => {
  it('forgets what is too old, once a day', async () => {
    const forgotten: number[] = []
    const forgetBefore = async (ms: number) => forgotten.push(ms)
    const duty = retentionDuty({ forgetBefore, retentionMs: 90 * 24 * 60 * MINUTE_MS, now: () => nowMs })
    for (const hours of [0, 1, 23, 24, 25, 47, 48]) {
      nowMs = NOON_MS + hours * 60 * MINUTE_MS
      await duty.do(clusterId, snapshot, signal)
    }
    const days = (count: number) => NOON_MS + count * 24 * 60 * MINUTE_MS
    expect(forgotten).toEqual([days(-90), days(-89), days(-88)])
  })
})
