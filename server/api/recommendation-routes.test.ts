import { describe, expect, it } from 'vitest'
import { apiPerTest } from '../../test/fakes/api-server.ts'
import { aRecommendation, aRun } from '../../test/fakes/builders.ts'
import { fakeApplier, fakeRecommendations } from '../../test/fakes/services.ts'
import { ApplyError } from '../apply/services.ts'

const start = apiPerTest()

describe('recommendations and runs', () => {
  const lists = [
    { query: '', ids: ['rec1', 'r2', 'r3'] },
    { query: '?state=open', ids: ['rec1', 'r3'] },
    { query: '?state=open&limit=1', ids: ['rec1'] },
    { query: '?clusterId=c2', ids: ['r3'] },
    { query: '?clusterId=none', ids: [] },
  ]
  const three = [
    aRecommendation(),
    aRecommendation({ id: 'r2', state: 'applied' }),
    aRecommendation({ id: 'r3', cluster: { id: 'c2', name: 'west' } }),
  ]
  for (const { query, ids } of lists)
    it(`lists ${ids.join(', ') || 'none'} for "${query}"`, async () => {
      const { call } = await start({ recommendations: fakeRecommendations(three) })
      expect((await call('GET', `/recommendations${query}`)).body).toEqual({
        recommendations: three.filter(({ id }) => ids.includes(id)),
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
