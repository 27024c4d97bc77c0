import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PlanRecommendation } from '../../shared/plan/recommendation.ts'
import type { Run } from '../../shared/plan/run.ts'
import { type ApiServer, startApi } from '../../test/fakes/api-server.ts'
import { aPlan } from '../../test/fakes/automation.ts'
import { aCluster, aHost, aRecommendation, aRun, aSnapshot, aStep, NOON_MS } from '../../test/fakes/builders.ts'
import { aPlannedStep } from '../../test/fakes/planned-steps.ts'
import { anAdministrator, aSnapshotSource, everywhere, fakeApplier, fakeAuth } from '../../test/fakes/services.ts'
import { createPlans, type PlanAsked } from '../apply/plans.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'

const { id: clusterId } = aCluster()
const there = `/clusters/${clusterId}`
const admin = { id: anAdministrator.id, name: anAdministrator.name }
const ended = aRun({ state: 'done', endedAtMs: NOON_MS, steps: [aStep({ state: 'done', endedAtMs: NOON_MS })] })

let store: Store
let snapshots: ReturnType<typeof aSnapshotSource>
let asked: PlanAsked[]
let fails: boolean
let api: ApiServer
beforeEach(async () => {
  store = await openStore({ file: ':memory:', reportBadRow: row => expect.fail(JSON.stringify(row)) })
  snapshots = aSnapshotSource({ snapshot: aSnapshot({ hosts: [aHost(), aHost({ id: 'host2' })] }) })
  asked = []
  fails = false
})
afterEach(async () => {
  await api.close()
  await store.close()
})

async function start(permits: readonly string[] = ['migrate_vm'], runs: readonly Run[] = []): Promise<void> {
  let ids = 0
  const plans = createPlans({
    store,
    snapshots,
    makePlan: async question => {
      asked.push(question)
      if (fails) throw new Error('out of memory')
      return aPlan({ objective: question.objective, level: question.level, steps: [aPlannedStep(0)] })
    },
    steady: snapshot => snapshot,
    level: 3,
    residenceMs: 0,
    now: () => NOON_MS,
    newId: () => `id${++ids}`,
    changes: { onRecommendations: () => undefined },
  })
  for (const run of runs) {
    const recommendation = aRecommendation({ id: run.recommendationId })
    await store.insertRecommendation({ recommendation, explanation: { skippedHosts: [], skippedVms: [] } })
    const audit = { id: run.id, atMs: NOON_MS, by: admin, action: 'apply', subject: run.id, detail: {} } as const
    await store.acceptRun({ ...recommendation, state: 'applying' }, run, audit)
  }
  const auth = fakeAuth(undefined, { [admin.id]: [everywhere(...permits)] })
  api = await startApi({ plans, snapshots, auth, applier: fakeApplier(runs) })
}
const balance = { objective: { kind: 'balance' } }

describe('making a plan', () => {
  it('answers with it and with the recommendation that it has become', async () => {
    await start()
    const { status, body } = await api.call('POST', `${there}/plans`, { json: { ...balance, level: 2 } })
    expect([status, body]).toMatchObject([200, { recommendationId: 'id1', plan: { level: 2, steps: [{ index: 0 }] } }])
    const [stored] = (await store.listRecommendations({})) as PlanRecommendation[]
    expect(stored).toMatchObject({ id: 'id1', state: 'open', properties: { objective: 'balance', level: 2 } })
    expect(await store.listAudit({})).toMatchObject([{ by: admin, action: 'plan', subject: 'id1' }])
  })

  it.each([
    { objective: { kind: 'balance' } },
    { objective: { kind: 'density' } },
    { objective: { kind: 'repair' } },
    { objective: { kind: 'evacuate', hostIds: ['host1'] } },
    { objective: { kind: 'restore', places: [{ vmId: 'vm1', hostId: 'host1' }] } },
  ])('may be asked for $objective.kind', async ({ objective }) => {
    await start()
    expect((await api.call('POST', `${there}/plans`, { json: { objective } })).status).toBe(200)
    expect(asked).toMatchObject([{ objective, level: 3 }])
  })

  it.each([
    { why: 'no objective', json: {}, path: 'objective' },
    { why: 'an objective that is none', json: { objective: { kind: 'fast' } }, path: 'objective.kind' },
    {
      why: 'a host emptied of none',
      json: { objective: { kind: 'evacuate', hostIds: [] } },
      path: 'objective.hostIds',
    },
    {
      why: 'a host of no cluster',
      json: { objective: { kind: 'evacuate', hostIds: ['host9'] } },
      path: 'objective.hostIds',
    },
    { why: 'nothing to restore', json: { objective: { kind: 'restore', places: [] } }, path: 'objective.places' },
    { why: 'a level too high', json: { ...balance, level: 6 }, path: 'level' },
    { why: 'half a level', json: { ...balance, level: 1.5 }, path: 'level' },
  ])('refuses $why', async ({ json, path }) => {
    await start()
    const { status, body } = await api.call('POST', `${there}/plans`, { json })
    expect([status, body]).toMatchObject([400, { code: 'invalid-request', fields: [{ path }] }])
    expect(asked).toEqual([])
  })

  it('refuses what it does not know', async () => {
    await start()
    const { body } = await api.call('POST', `${there}/plans`, { json: { ...balance, force: true } })
    expect(body).toMatchObject({ code: 'invalid-request', fields: [{ problem: expect.stringContaining('force') }] })
  })

  it('says that there is no such cluster, no plan, or no snapshot', async () => {
    await start()
    const codeOf = async (path: string) => (await api.call('POST', path, { json: balance })).body
    expect(await codeOf('/clusters/c9/plans')).toMatchObject({ code: 'not-found' })
    fails = true
    expect(await codeOf(`${there}/plans`)).toMatchObject({ code: 'no-plan', message: 'No plan was found for Default.' })
    snapshots.set({})
    expect(await codeOf(`${there}/plans`)).toMatchObject({ code: 'no-snapshot' })
  })
})

describe('taking back', () => {
  it('plans the moves of a run back', async () => {
    await start(undefined, [ended])
    expect((await api.call('POST', '/runs/run1/undo')).body).toMatchObject({ recommendationId: 'id1' })
    expect(asked).toMatchObject([{ objective: { kind: 'restore', places: [{ vmId: 'vm1', hostId: 'host1' }] } }])
  })

  it('plans back to a time', async () => {
    await start(undefined, [ended])
    expect((await api.call('POST', `${there}/restore`, { json: { sinceMs: NOON_MS } })).status).toBe(200)
    const late = await api.call('POST', `${there}/restore`, { json: { sinceMs: NOON_MS + 1 } })
    expect(late).toMatchObject({ status: 409, body: { code: 'state-conflict' } })
  })

  it.each([{}, { sinceMs: -1 }, { sinceMs: 'noon' }, { sinceMs: 0.5 }])('refuses a time of %j', async json => {
    await start()
    const { body } = await api.call('POST', `${there}/restore`, { json })
    expect(body).toMatchObject({ code: 'invalid-request', fields: [{ path: 'sinceMs' }] })
  })

  it('refuses a run that is none, or has not ended', async () => {
    await start(undefined, [aRun({ state: 'running' })])
    expect(await api.call('POST', '/runs/run9/undo')).toMatchObject({ status: 404 })
    expect(await api.call('POST', '/runs/run1/undo')).toMatchObject({ status: 409, body: { code: 'state-conflict' } })
  })
})

describe('stopping a run', () => {
  it('answers with the run and who stopped it', async () => {
    await start(undefined, [aRun()])
    expect((await api.call('POST', '/runs/run1/cancel')).body).toMatchObject({ state: 'cancelled', cancelledBy: admin })
    expect(await api.call('POST', '/runs/run9/cancel')).toMatchObject({ status: 404 })
  })
})

describe('without the permission', () => {
  it.each([
    { path: `${there}/plans`, json: balance },
    { path: `${there}/restore`, json: { sinceMs: 0 } },
    { path: '/runs/run1/undo', json: undefined },
    { path: '/runs/run1/cancel', json: undefined },
  ])('$path is forbidden', async ({ path, json }) => {
    await start(['edit_cluster_configuration'], [ended])
    const { status, body } = await api.call('POST', path, json === undefined ? {} : { json })
    expect([status, body]).toMatchObject([403, { code: 'forbidden', message: expect.stringContaining('migrate_vm') }])
    expect(asked).toEqual([])
  })

  it('nothing is planned for strangers', async () => {
    await start()
    expect(await api.call('POST', `${there}/plans`, { json: balance, token: 'stranger' })).toMatchObject({
      status: 401,
    })
  })
})
