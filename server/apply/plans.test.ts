import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { Plan, PlanObjective } from '../../shared/plan/plan.ts'
import type { PlanRecommendation } from '../../shared/plan/recommendation.ts'
import { aPlan } from '../../test/fakes/automation.ts'
import { aCluster, aHost, aSnapshot, NOON_MS } from '../../test/fakes/builders.ts'
import { aPlannedStep } from '../../test/fakes/planned-steps.ts'
import { aSnapshotSource } from '../../test/fakes/services.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { createPlans, type PlanAsked, type Plans } from './plans.ts'
import { service } from './services.ts'

const eva = { id: 'u1', name: 'eva' }
const { id: clusterId, name: clusterName } = aCluster()
const cluster = { id: clusterId, name: clusterName }
const { signal } = new AbortController()
const snapshot = aSnapshot({ hosts: [aHost(), aHost({ id: 'host2' }), aHost({ id: 'far', clusterId: 'c2' })] })

let store: Store
let snapshots: ReturnType<typeof aSnapshotSource>
let nowMs: number
let told: string[]
let asked: PlanAsked[]
let answer: (asked: PlanAsked) => Promise<Plan>
let plans: Plans
beforeEach(async () => {
  store = await openStore({ file: ':memory:', reportBadRow: row => expect.fail(JSON.stringify(row)) })
  snapshots = aSnapshotSource({ snapshot })
  nowMs = NOON_MS
  told = []
  asked = []
  answer = async ({ objective, level }) => aPlan({ objective, level, steps: [aPlannedStep(0)] })
  let ids = 0
  plans = createPlans({
    steady: snapshot => snapshot,
    store,
    snapshots,
    makePlan: question => {
      asked.push(question)
      return answer(question)
    },
    level: 3,
    residenceMs: 3_600_000,
    now: () => nowMs,
    newId: () => `id${++ids}`,
    changes: { onRecommendations: id => told.push(id) },
  })
})
afterEach(() => store.close())

const ask = (objective: PlanObjective = { kind: 'balance' }, level?: number) =>
  plans.request({ clusterId, objective, level }, eva, signal)
const stateOf = async (id: string | undefined) => (await store.findRecommendation(id ?? ''))?.recommendation.state
const open = async () => (await store.listRecommendations({ state: 'open' })) as PlanRecommendation[]

describe('a snoozed plan', () => {
  const untilMs = NOON_MS + 3_600_000
  const byService = () => plans.request({ clusterId, objective: { kind: 'balance' } }, service, signal)
  const gains = (points: number, steps = [aPlannedStep(0)]) => {
    answer = async ({ objective, level }) =>
      aPlan({ objective, level, steps, scoreBefore: 60, scoreAfter: 60 + points })
  }
  beforeEach(async () => {
    gains(6)
    await byService()
    const stored = await store.findRecommendation('id1')
    if (stored === undefined) return expect.fail('no plan was made')
    await store.updateRecommendation(
      { ...stored.recommendation, state: 'snoozed', snoozedUntilMs: untilMs },
      { state: 'open' },
    )
  })

  it('keeps the service from proposing that objective again, also with other moves', async () => {
    await byService()
    gains(6, [aPlannedStep(0), aPlannedStep(1)])
    expect(await byService()).not.toHaveProperty('recommendationId')
    expect(await open()).toEqual([])
    expect(await stateOf('id1')).toBe('snoozed')
  })

  it('rests while there is nothing to move', async () => {
    gains(0, [])
    await byService()
    expect(await stateOf('id1')).toBe('snoozed')
  })

  it('does not keep back what has become more urgent, and is superseded by it', async () => {
    gains(40, [aPlannedStep(0), aPlannedStep(1)])
    expect(await byService()).toMatchObject({ recommendationId: expect.any(String) })
    expect(await stateOf('id1')).toBe('superseded')
  })

  it('does not keep back another objective', async () => {
    await plans.request({ clusterId, objective: { kind: 'density' } }, service, signal)
    expect(await open()).toHaveLength(1)
  })

  it('is open again when a person asks for the same', async () => {
    expect(await ask()).toMatchObject({ recommendationId: 'id1' })
    expect(await stateOf('id1')).toBe('open')
    expect((await store.findRecommendation('id1'))?.recommendation).not.toHaveProperty('snoozedUntilMs')
    expect(told).toEqual([clusterId, clusterId])
  })

  it('is superseded when a person has something else planned', async () => {
    gains(6, [aPlannedStep(0), aPlannedStep(1)])
    await ask()
    expect([await stateOf('id1'), (await open()).length]).toEqual(['superseded', 1])
  })

  it('holds nothing back once its time is over', async () => {
    nowMs = untilMs
    expect(await byService()).toMatchObject({ recommendationId: 'id1' })
    expect(await stateOf('id1')).toBe('open')
  })
})

describe('request', () => {
  it('keeps a plan as a recommendation, with who asked', async () => {
    const blocked = [{ id: 'vm9', name: 'vm9', reason: { code: 'no-host', text: 'No host.', values: {} } }]
    const plan = aPlan({ steps: [aPlannedStep(0)], blocked, scoreBefore: 60, scoreAfter: 66, makespanS: 100 })
    answer = async () => plan
    expect(await ask(undefined, 4)).toEqual({ plan, recommendationId: 'id1' })
    expect(await store.findRecommendation('id1')).toEqual({
      recommendation: {
        kind: 'plan',
        id: 'id1',
        cluster,
        unitId: 'planner',
        priority: 3,
        because: expect.objectContaining({ text: 'Default goes from 60 to 66 of 100: 1 move, about 2 min.' }),
        requestedBy: eva,
        properties: { objective: 'balance', level: 4 },
        snapshotTakenAtMs: NOON_MS,
        state: 'open',
        createdAtMs: NOON_MS,
        updatedAtMs: NOON_MS,
        plan,
      },
      explanation: { skippedHosts: [], skippedVms: blocked },
    })
    expect(await store.listAudit({})).toMatchObject([
      { by: eva, action: 'plan', cluster, subject: 'id1', detail: { objective: 'balance', moves: 1 } },
    ])
    expect(told).toEqual([clusterId])
  })

  it('passes on what is asked, at the level that is set where none is named', async () => {
    await ask({ kind: 'density' })
    await ask({ kind: 'repair' }, 1)
    const excluded = new Map()
    expect(asked).toEqual([
      { snapshot, cluster, objective: { kind: 'density' }, level: 3, excluded },
      { snapshot, cluster, objective: { kind: 'repair' }, level: 1, excluded },
    ])
  })

  it('has a newer plan take the place of an older one of its kind', async () => {
    const first = await ask()
    const density = await ask({ kind: 'density' })
    nowMs += 60_000
    answer = async ({ objective }) => aPlan({ objective, steps: [aPlannedStep(0), aPlannedStep(1)] })
    const second = await ask()
    expect(await Promise.all([first, density, second].map(made => stateOf(made.recommendationId)))).toEqual([
      'superseded',
      'open',
      'open',
    ])
    expect((await store.findRecommendation('id1'))?.recommendation).toMatchObject({
      stateReason: { code: 'newer-plan', text: 'There is a newer plan.' },
      updatedAtMs: nowMs,
    })
  })

  it('keeps a plan of the same moves, whatever their order', async () => {
    answer = async () => aPlan({ steps: [aPlannedStep(0), aPlannedStep(1)] })
    const first = await ask()
    told.length = 0
    nowMs += 60_000
    answer = async () =>
      aPlan({
        scoreAfter: 99,
        steps: [aPlannedStep(0, { vm: aPlannedStep(1).vm }), aPlannedStep(1, { vm: aPlannedStep(0).vm })],
      })
    expect(await ask()).toEqual(first)
    expect([(await open()).length, told, (await store.listAudit({})).length]).toEqual([1, [], 1])
  })

  it('takes over what a person had planned when the service would plan the same, and never the other way round', async () => {
    const requestedBy = async () => (await open()).map(one => [one.id, one.requestedBy?.name])
    await ask()
    nowMs += 60_000
    await plans.request({ clusterId, objective: { kind: 'balance' } }, service, signal)
    expect(await requestedBy()).toEqual([['id1', service.name]])
    await ask()
    expect(await requestedBy()).toEqual([['id1', service.name]])
  })

  it('does not keep a plan with the same VMs and other hosts', async () => {
    await ask()
    answer = async () => aPlan({ steps: [aPlannedStep(0, { to: { id: 'host3', name: 'host3' } })] })
    await ask()
    expect((await open()).map(({ id }) => id)).toEqual(['id3'])
  })

  it('recommends nothing where nothing is to move, and withdraws what was', async () => {
    const first = await ask()
    answer = async () => aPlan()
    expect(await ask()).toEqual({ plan: aPlan() })
    expect((await store.findRecommendation(first.recommendationId ?? ''))?.recommendation).toMatchObject({
      state: 'superseded',
      stateReason: { text: 'There is nothing to move any more.' },
    })
    expect(told).toEqual([clusterId, clusterId])
    await ask()
    expect(told).toHaveLength(2)
  })

  it('leaves the plans of other clusters', async () => {
    const clusters = [aCluster(), aCluster({ id: 'c2', name: 'c2' })]
    snapshots.set({ snapshot: { ...snapshot, clusters } satisfies Snapshot })
    await ask()
    await plans.request({ clusterId: 'c2', objective: { kind: 'balance' } }, eva, signal)
    expect(await open()).toHaveLength(2)
  })

  it('leaves a plan that is being carried out', async () => {
    const [plan] = await ask().then(open)
    await store.updateRecommendation({ ...(plan as PlanRecommendation), state: 'applying' }, { state: 'open' })
    const again = await ask()
    expect([await stateOf('id1'), again.recommendationId]).toEqual(['applying', 'id3'])
  })

  it('refuses while the engine has not been read', async () => {
    snapshots.set({})
    await expect(ask()).rejects.toMatchObject({ code: 'no-snapshot' })
  })

  it.each([
    {
      why: 'a cluster that is none',
      id: 'c9',
      hostIds: ['host1'],
      error: { code: 'not-found', message: expect.stringContaining('c9') },
    },
    {
      why: 'a host that is none',
      id: clusterId,
      hostIds: ['host1', 'host9'],
      error: {
        code: 'invalid-request',
        fields: [{ path: 'objective.hostIds', problem: expect.stringContaining('host9') }],
      },
    },
    { why: 'a host of another cluster', id: clusterId, hostIds: ['far'], error: { code: 'invalid-request' } },
  ])('refuses $why', async ({ id, hostIds, error }) => {
    const request = { clusterId: id, objective: { kind: 'evacuate', hostIds } } as const
    await expect(plans.request(request, eva, signal)).rejects.toMatchObject(error)
    expect(asked).toEqual([])
  })

  it('says that no plan was found, and why', async () => {
    await ask()
    const cause = new Error('out of memory')
    answer = async () => Promise.reject(cause)
    await expect(ask()).rejects.toMatchObject({ code: 'no-plan', cause })
    expect(await open()).toHaveLength(1)
  })

  it('passes on the signal', async () => {
    const stopping = new AbortController()
    answer = async () => Promise.reject(stopping.signal.reason)
    stopping.abort(new Error('gone'))
    await expect(
      plans.request({ clusterId, objective: { kind: 'balance' } }, eva, stopping.signal),
    ).rejects.toMatchObject({
      code: 'no-plan',
      cause: { message: 'gone' },
    })
  })
})
