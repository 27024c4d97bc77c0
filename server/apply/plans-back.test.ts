import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { PlanObjective } from '../../shared/plan/plan.ts'
import type { Run, Step } from '../../shared/plan/run.ts'
import { aPlan } from '../../test/fakes/automation.ts'
import {
  aCluster,
  aPlanRecommendation,
  aRecommendation,
  aRun,
  aSnapshot,
  aStep,
  aVm,
  NOON_MS,
} from '../../test/fakes/builders.ts'
import { aPlannedStep } from '../../test/fakes/planned-steps.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { createPlans, type PlanAsked, type Plans } from './plans.ts'
import { service } from './services.ts'

const eva = { id: 'u1', name: 'eva' }
const clusterId = aCluster().id
const { signal } = new AbortController()
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

let store: Store
let asked: PlanAsked | undefined
let snapshot: Snapshot
let plans: Plans
beforeEach(async () => {
  store = await openStore({ file: ':memory:', reportBadRow: row => expect.fail(JSON.stringify(row)) })
  asked = undefined
  snapshot = aSnapshot()
  let ids = 0
  plans = createPlans({
    steady: snapshot => snapshot,
    store,
    snapshots: { current: () => ({ snapshot }), refresh: async () => ({ snapshot }) },
    makePlan: async question => {
      asked = question
      return aPlan({ objective: question.objective, steps: [aPlannedStep(0)] })
    },
    level: 3,
    residenceMs: 60 * MINUTE_MS,
    now: () => NOON_MS,
    newId: () => `id${++ids}`,
    changes: { onRecommendations: () => undefined },
  })
})
afterEach(() => store.close())

async function ran(id: string, steps: readonly Step[], over: Partial<Run> = {}): Promise<void> {
  const recommendation = aRecommendation({ id })
  await store.insertRecommendation({ recommendation, explanation: { skippedHosts: [], skippedVms: [] } })
  const run = aRun({ id, recommendationId: id, state: 'done', endedAtMs: NOON_MS, steps: [...steps], ...over })
  const audit = { id, atMs: NOON_MS, by: eva, action: 'apply', subject: id, detail: {} } as const
  await store.acceptRun({ ...recommendation, state: 'applying' }, run, audit)
}
const named = (name: string) => ({ id: name, name })
/** "vm from>to", so many minutes before noon. */
function step(text: string, minutesAgo: number, over: Partial<Step> = {}): Step {
  const [vm = '', from = '', to = ''] = text.split(/[ >]/)
  const endedAtMs = NOON_MS - minutesAgo * MINUTE_MS
  return aStep({ vm: named(vm), from: named(from), to: named(to), state: 'done', endedAtMs, ...over })
}
const places = () =>
  asked?.objective.kind === 'restore' ? asked.objective.places.map(({ vmId, hostId }) => `${vmId} ${hostId}`) : asked

describe('what a plan leaves alone', () => {
  const request = (by: typeof eva, objective: PlanObjective = { kind: 'balance' }) =>
    plans.request({ clusterId, objective }, by, signal)
  const excluded = () => [...(asked?.excluded ?? [])].map(([id, { code }]) => `${id} ${code}`)
  const moved = [step('a h1>h2', 59), step('b h1>h2', 60), step('c h1>h2', 1, { state: 'failed' }), step('d h1>h2', 10)]

  const cases: readonly Readonly<{
    why: string
    by: typeof eva
    objective?: PlanObjective
    expected: readonly string[]
  }>[] = [
    {
      why: 'what it has moved within the time, by itself',
      by: service,
      expected: ['a moved-lately', 'd moved-lately'],
    },
    { why: 'nothing of that when a person asks', by: eva, expected: [] },
    {
      why: 'nothing of that where hosts are emptied',
      by: service,
      objective: { kind: 'evacuate', hostIds: ['host1'] },
      expected: [],
    },
    {
      why: 'nothing of that where placements are restored',
      by: service,
      objective: { kind: 'restore', places: [{ vmId: 'a', hostId: 'h' }] },
      expected: [],
    },
  ]
  it.each(cases)('is $why', async ({ by, objective, expected }) => {
    await ran('r1', moved)
    await request(by, objective)
    expect(excluded()).toEqual(expected)
  })

  it('is what is tagged, whoever asks for whatever', async () => {
    snapshot = aSnapshot({
      vms: ['a', 'b', 'z'].map(id => aVm({ id, ...(id !== 'b' && { excludedBy: 'leave-alone' }) })),
    })
    await ran('r1', moved)
    await request(eva, { kind: 'evacuate', hostIds: ['host1'] })
    expect(excluded()).toEqual(['a vm-excluded', 'z vm-excluded'])
    expect(asked?.excluded.get('z')?.text).toBe('It has the tag leave-alone, so it is left alone.')
    await request(service)
    expect(excluded()).toEqual(['a vm-excluded', 'z vm-excluded', 'd moved-lately'])
  })

  it('says how long it stays, by its newest move', async () => {
    await ran('r1', [step('a h1>h2', 50)], { createdAtMs: NOON_MS - 2 })
    await ran('r2', [step('a h2>h3', 20)], { createdAtMs: NOON_MS - 1 })
    await request(service)
    expect(asked?.excluded.get('a')).toMatchObject({ values: { minutes: 40 } })
  })

  it('is not what moved in other clusters', async () => {
    await ran('r1', moved, { cluster: named('c2') })
    await request(service)
    expect(excluded()).toEqual([])
  })
})

describe('undo', () => {
  it('plans back what was moved, to where it was first', async () => {
    const parked = [step('a h1>h3', 9, { isParking: true }), step('b h2>h1', 8), step('a h3>h2', 7)]
    await ran('r1', [...parked, step('c h1>h2', 6, { state: 'failed' })], { state: 'failed' })
    const made = await plans.undo('r1', eva, signal)
    expect(places()).toEqual(['a h1', 'b h2'])
    expect((await store.findRecommendation(made.recommendationId ?? ''))?.recommendation).toMatchObject({ priority: 2 })
  })

  const refused: readonly Readonly<{ why: string; id: string; run: Partial<Run>; code: string }>[] = [
    { why: 'is not known', id: 'r9', run: {}, code: 'not-found' },
    { why: 'has not ended', id: 'r1', run: { state: 'running', endedAtMs: undefined }, code: 'state-conflict' },
    {
      why: 'moved nothing',
      id: 'r1',
      run: { steps: [step('a h1>h2', 1, { state: 'failed' })] },
      code: 'state-conflict',
    },
  ]
  it.each(refused)('refuses a run that $why', async ({ id, run, code }) => {
    await ran('r1', [step('a h1>h2', 1)], run)
    await expect(plans.undo(id, eva, signal)).rejects.toMatchObject({ code })
    expect(asked).toBeUndefined()
  })
})

describe('restore', () => {
  beforeEach(async () => {
    await ran('old', [step('a h1>h2', 100), step('x h1>h2', 100)], { createdAtMs: NOON_MS - 3 })
    await ran('mid', [step('a h2>h3', 60), step('b h1>h2', 50)], { createdAtMs: NOON_MS - 2 })
    await ran('new', [step('a h3>h4', 10)], { createdAtMs: NOON_MS - 1 })
    await ran('far', [step('y h1>h2', 10)], { cluster: named('c2') })
  })

  it.each([
    { why: 'the first move', minutesAgo: 100, expected: ['a h1', 'x h1', 'b h1'] },
    { why: 'some moves', minutesAgo: 60, expected: ['a h2', 'b h1'] },
    { why: 'but the last', minutesAgo: 10, expected: ['a h3'] },
  ])('plans back to before $why', async ({ minutesAgo, expected }) => {
    await plans.restore(clusterId, NOON_MS - minutesAgo * MINUTE_MS, eva, signal)
    expect(places()).toEqual(expected)
  })

  it('finds a run that was accepted the day before', async () => {
    await ran('long', [step('l h1>h2', 1)], { createdAtMs: NOON_MS - DAY_MS })
    await plans.restore(clusterId, NOON_MS - 2 * MINUTE_MS, eva, signal)
    expect(places()).toEqual(['l h1'])
  })

  it('refuses where nothing was moved since', async () => {
    await expect(plans.restore(clusterId, NOON_MS, eva, signal)).rejects.toMatchObject({ code: 'state-conflict' })
    await expect(plans.restore('c9', 0, eva, signal)).rejects.toMatchObject({ code: 'state-conflict' })
  })
})

describe('planning anew', () => {
  const objective = { kind: 'evacuate', hostIds: ['host1'] } as PlanObjective

  it('asks for the same again, in the name of who applied it', async () => {
    const recommendation = aPlanRecommendation({ id: 'p1', state: 'failed', plan: aPlan({ objective, level: 5 }) })
    await store.insertRecommendation({ recommendation, explanation: { skippedHosts: [], skippedVms: [] } })
    const made = await plans.replan(aRun({ recommendationId: 'p1', requestedBy: eva }), signal)
    expect(asked).toMatchObject({ objective, level: 5, cluster: { id: clusterId } })
    expect((await store.findRecommendation(made?.recommendationId ?? ''))?.recommendation.state).toBe('open')
    expect((await store.listAudit({ limit: 1 }))[0]).toMatchObject({ action: 'plan', by: eva })
  })

  it('is nothing for a single move, or for what is no longer known', async () => {
    await ran('r1', [step('a h1>h2', 1)])
    expect(await plans.replan(aRun({ recommendationId: 'r1' }), signal)).toBeUndefined()
    expect(await plans.replan(aRun({ recommendationId: 'gone' }), signal)).toBeUndefined()
  })
})
