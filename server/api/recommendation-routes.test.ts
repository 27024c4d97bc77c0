import { describe, expect, it } from 'vitest'
import { apiPerTest } from '../../test/fakes/api-server.ts'
import { aCluster, aRecommendation, aRun, NOON_MS } from '../../test/fakes/builders.ts'
import { anAdministrator, fakeApplier, fakeAuth, fakeRecommendations } from '../../test/fakes/services.ts'
import { ApplyError } from '../apply/services.ts'

const start = apiPerTest()

describe('recommendations and runs', () => {
  const lists = [
    { query: '', ids: ['rec1', 'r2', 'r3'] },
    { query: '?state=open', ids: ['rec1', 'r3'] },
    { query: '?state=open&limit=1', ids: ['rec1'], next: '1000.rec1' },
    { query: '?limit=2&cursor=1000.rec1', ids: ['r2', 'r3'] },
    { query: '?limit=2&cursor=3000.r3', ids: [] },
    { query: '?ids=r3,r2,unknown', ids: ['r2', 'r3'] },
    { query: '?clusterId=c2', ids: ['r3'] },
    { query: '?clusterId=none', ids: [] },
  ]
  const three = [
    aRecommendation({ createdAtMs: 1000 }),
    aRecommendation({ id: 'r2', state: 'applied', createdAtMs: 2000 }),
    aRecommendation({ id: 'r3', cluster: { id: 'c2', name: 'west' }, createdAtMs: 3000 }),
  ]
  for (const { query, ids, next } of lists)
    it(`lists ${ids.join(', ') || 'none'} for "${query}"`, async () => {
      const { call } = await start({ recommendations: fakeRecommendations(three) })
      expect((await call('GET', `/recommendations${query}`)).body).toEqual({
        recommendations: three.filter(({ id }) => ids.includes(id)),
        ...(next !== undefined && { next }),
      })
    })

  it('accepts an application and names the run, which tells how it goes', async () => {
    const { call } = await start()
    const applied = await call('POST', '/recommendations/rec1/apply')
    expect(applied).toMatchObject({ status: 202, body: { runId: 'run-of-rec1' } })
    expect(applied.headers.get('location')).toBe('/ovirt-scheduler/api/v1/runs/run-of-rec1')
    const run = { id: 'run-of-rec1', requestedBy: { id: 'user-admin', name: 'admin@internal' } }
    expect((await call('GET', '/runs/run-of-rec1')).body).toMatchObject(run)
    expect((await call('GET', '/runs')).body).toMatchObject({ runs: [run] })
  })

  const refusals = [
    { code: 'state-conflict', status: 409 },
    { code: 'recommendation-stale', status: 409 },
    { code: 'settings-forbid', status: 409 },
    { code: 'not-applicable', status: 409 },
    { code: 'no-snapshot', status: 503 },
    { code: 'engine-refused', status: 422 },
    { code: 'engine-unreachable', status: 503 },
  ] as const
  for (const { code, status } of refusals)
    it(`answers ${status} ${code} when the gate says so`, async () => {
      const { call } = await start({ applier: fakeApplier([], new ApplyError(code, 'host1 has no room any more.')) })
      const reply = await call('POST', '/recommendations/rec1/apply')
      expect(reply).toMatchObject({ status, body: { code, message: 'host1 has no room any more.' } })
    })

  it('dismisses with a reason, once', async () => {
    const { call } = await start()
    const json = { reason: 'maintenance tonight' }
    expect(await call('POST', '/recommendations/rec1/dismiss', { json })).toMatchObject({
      status: 200,
      body: { state: 'dismissed' },
    })
    expect(await call('POST', '/recommendations/rec1/dismiss', { json })).toMatchObject({
      status: 409,
      body: { code: 'state-conflict' },
    })
  })

  it('snoozes until a time, and wakes', async () => {
    const { call } = await start()
    const untilMs = NOON_MS + 60_000
    expect(await call('POST', '/recommendations/rec1/snooze', { json: { untilMs } })).toMatchObject({
      status: 200,
      body: { state: 'snoozed', snoozedUntilMs: untilMs },
    })
    expect(await call('POST', '/recommendations/rec1/wake')).toMatchObject({ status: 200, body: { state: 'open' } })
  })

  it('names the field of a snooze that is no time', async () => {
    const { call } = await start()
    const reply = await call('POST', '/recommendations/rec1/snooze', { json: { untilMs: 'tomorrow' } })
    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid-request', fields: [{ path: 'untilMs' }] } })
  })

  describe('several at once', () => {
    const several = () =>
      fakeRecommendations([
        aRecommendation({ id: 'late', priority: 2, createdAtMs: 20 }),
        aRecommendation({ id: 'early', priority: 2, createdAtMs: 10 }),
        aRecommendation({ id: 'urgent', priority: 1, createdAtMs: 30 }),
        aRecommendation({ id: 'west', priority: 3, cluster: { id: 'c2', name: 'west' } }),
      ])

    it('are applied by priority, then by age; one that is not known is named and holds up none', async () => {
      const { call } = await start({ recommendations: several() })
      const reply = await call('POST', '/recommendations/apply', { json: { ids: ['late', 'none', 'early', 'urgent'] } })
      expect(reply).toMatchObject({ status: 200 })
      expect(reply.body).toEqual({
        outcomes: [
          {
            id: 'none',
            problem: { code: 'not-found', message: 'There is no recommendation none.', fix: expect.any(String) },
          },
          { id: 'urgent', runId: 'run-of-urgent' },
          { id: 'early', runId: 'run-of-early' },
          { id: 'late', runId: 'run-of-late' },
        ],
      })
    })

    it('are refused one by one, each with the reason of the gate', async () => {
      const applier = fakeApplier()
      const refusing = {
        ...applier,
        apply: async (...[id, by]: Parameters<typeof applier.apply>) => {
          if (id === 'early') throw new ApplyError('recommendation-stale', 'vm1 has moved.')
          return applier.apply(id, by)
        },
      }
      const { call } = await start({ recommendations: several(), applier: refusing })
      const { body } = await call('POST', '/recommendations/apply', { json: { ids: ['early', 'late'] } })
      expect(body).toMatchObject({
        outcomes: [
          { id: 'early', problem: { code: 'recommendation-stale', message: 'vm1 has moved.' } },
          { id: 'late', runId: 'run-of-late' },
        ],
      })
    })

    it('need the permission on the cluster of each', async () => {
      const onDefault = { permits: new Set(['migrate_vm']), object: { type: 'cluster', id: aCluster().id } } as const
      const auth = fakeAuth({ admin: anAdministrator }, { [anAdministrator.id]: [onDefault] })
      const { call, deps } = await start({ recommendations: several(), auth })
      for (const what of ['apply', 'dismiss']) {
        const { body } = await call('POST', `/recommendations/${what}`, { json: { ids: ['west', 'late'] } })
        const problem = { code: 'forbidden', message: expect.stringContaining('migrate_vm on cluster west') }
        expect(body).toMatchObject({ outcomes: [{ id: 'late' }, { id: 'west', problem }] })
      }
      expect((await deps.recommendations.get('west')).recommendation.state).toBe('open')
      expect((await deps.recommendations.get('late')).recommendation.state).toBe('dismissed')
    })

    it('are dismissed with one reason; what is no longer open says so', async () => {
      const { call } = await start({ recommendations: several() })
      const json = { ids: ['late', 'early'], reason: 'backup' }
      expect((await call('POST', '/recommendations/dismiss', { json })).body).toEqual({
        outcomes: [{ id: 'early' }, { id: 'late' }],
      })
      expect((await call('POST', '/recommendations/dismiss', { json })).body).toMatchObject({
        outcomes: [
          { id: 'early', problem: { code: 'state-conflict' } },
          { id: 'late', problem: { code: 'state-conflict' } },
        ],
      })
    })

    it('are snoozed until one time; one that may not be, or is not known, says so', async () => {
      const onDefault = { permits: new Set(['migrate_vm']), object: { type: 'cluster', id: aCluster().id } } as const
      const auth = fakeAuth({ admin: anAdministrator }, { [anAdministrator.id]: [onDefault] })
      const { call, deps } = await start({ recommendations: several(), auth })
      const untilMs = NOON_MS + 60_000
      const json = { ids: ['none', 'early', 'west'], untilMs }
      expect((await call('POST', '/recommendations/snooze', { json })).body).toMatchObject({
        outcomes: [
          { id: 'none', problem: { code: 'not-found' } },
          { id: 'early' },
          { id: 'west', problem: { code: 'forbidden' } },
        ],
      })
      const { recommendation } = await deps.recommendations.get('early')
      expect(recommendation).toMatchObject({ state: 'snoozed', snoozedUntilMs: untilMs })
      const reply = await call('POST', '/recommendations/snooze', { json: { ids: ['west'] } })
      expect(reply).toMatchObject({ status: 400, body: { fields: [{ path: 'untilMs' }] } })
    })

    it('must be named, once each', async () => {
      const { call } = await start()
      for (const [ids, path] of [
        [[], 'ids'],
        [['a', ''], 'ids.1'],
        [['a', 'a'], 'ids'],
      ] as const)
        expect(await call('POST', '/recommendations/apply', { json: { ids } })).toMatchObject({
          status: 400,
          body: { code: 'invalid-request', fields: [{ path }] },
        })
    })
  })

  it('lists runs by state', async () => {
    const { call } = await start({ applier: fakeApplier([aRun(), aRun({ id: 'run2', state: 'done' })]) })
    expect((await call('GET', '/runs?state=done')).body).toMatchObject({ runs: [{ id: 'run2' }] })
  })

  for (const path of ['/recommendations/none', '/runs/none'])
    it(`answers 404 to ${path}`, async () => {
      const { call } = await start()
      expect(await call('GET', path)).toMatchObject({ status: 404, body: { code: 'not-found' } })
    })
})
