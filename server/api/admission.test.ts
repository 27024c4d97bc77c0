import { afterEach, describe, expect, it } from 'vitest'
import { type ApiServer, startApi } from '../../test/fakes/api-server.ts'
import { aCluster, aRecommendation, NOON_MS } from '../../test/fakes/builders.ts'
import {
  aClusterPolicy,
  anAdministrator,
  everywhere,
  fakeAuth,
  fakeRecommendations,
} from '../../test/fakes/services.ts'
import type { ApiDeps } from './api-app.ts'
import type { Grant } from './ports.ts'
import { allRoutes } from './routes.ts'

let api: ApiServer
const start = async (over: Partial<ApiDeps> = {}) => {
  api = await startApi(over)
  return api
}
afterEach(() => api.close())

const person = { id: 'user-plain', name: 'plain@internal', administrator: false }
const unreachable = Object.assign(new Error('no route to the engine'), { code: 'engine-unreachable' })
const onCluster = (permit: string, id = aCluster().id): Grant => ({
  permits: new Set([permit]),
  object: { type: 'cluster', id },
})

describe('who may come in', () => {
  const doors = allRoutes
    .filter(({ path }) => path !== '/events')
    .map(route => ({ ...route, path: route.path.replace(':id', 'x') }))

  it('asks no token of health, version and the document, and one of everything else', async () => {
    const { call, deps } = await start()
    for (const { method, path, access } of doors) {
      const { status, headers } = await call(method.toUpperCase(), path, { token: '' })
      expect(`${path} ${status}`).toBe(`${path} ${access === 'open' ? 200 : 401}`)
      expect(headers.get('www-authenticate')).toBeNull()
    }
    expect(deps.auth).toMatchObject({ asked: { whoIs: 0 } })
  })

  it('asks administrators only, but for their own session', async () => {
    const { call } = await start({ auth: fakeAuth({ plain: person }) })
    for (const { method, path, access } of doors) {
      const { status } = await call(method.toUpperCase(), path, { token: 'plain' })
      expect(`${path} ${status}`).toBe(`${path} ${access === 'administrator' ? 403 : 200}`)
    }
  })

  const headers = [
    { why: 'no token', header: undefined, status: 401 },
    { why: 'a token the engine does not know', header: 'Bearer other', status: 401 },
    { why: 'Basic', header: 'Basic YWRtaW46YWRtaW4=', status: 401 },
    { why: 'an empty token', header: 'Bearer ', status: 401 },
    { why: 'two tokens', header: 'Bearer admin admin', status: 401 },
    { why: 'letters no token has', header: 'Bearer ad,min', status: 401 },
    { why: 'a good token', header: 'Bearer admin', status: 200 },
    { why: 'the scheme in small letters', header: 'bearer admin', status: 200 },
  ]
  for (const { why, header, status } of headers)
    it(`answers ${status} to ${why}`, async () => {
      const { call } = await start()
      const given = header === undefined ? {} : { Authorization: header }
      expect(await call('GET', '/session', { token: '', headers: given })).toMatchObject({ status })
    })

  it('asks the engine once for many requests with one token', async () => {
    const auth = fakeAuth()
    const { call } = await start({ auth })
    await Promise.all([call('GET', '/session'), call('GET', '/recommendations'), call('GET', '/runs')])
    await call('GET', '/clusters')
    expect(auth.asked).toEqual({ whoIs: 1, permits: 0 })
  })

  it('notices within 30 s that a session has ended', async () => {
    let nowMs = 0
    const auth = fakeAuth()
    const { call } = await start({ auth, now: () => nowMs })
    expect(await call('GET', '/session')).toMatchObject({ status: 200 })
    auth.users.delete('admin')
    nowMs = 30_000
    expect(await call('GET', '/session')).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  })

  it('keeps a known administrator reading, not acting, while the engine is silent', async () => {
    let nowMs = 0
    const auth = fakeAuth()
    const { call } = await start({ auth, now: () => nowMs })
    await call('GET', '/session')
    auth.users.set('admin', unreachable)
    nowMs = 60_000
    expect(await call('GET', '/clusters')).toMatchObject({ status: 200 })
    expect(await call('POST', '/recommendations/rec1/apply')).toMatchObject({ status: 503 })
    nowMs = 300_000
    expect(await call('GET', '/clusters')).toMatchObject({ status: 503, body: { code: 'engine-unreachable' } })
  })
})

describe('who may act', () => {
  const actions = [
    { name: 'apply', permit: 'migrate_vm', method: 'POST', path: '/recommendations/rec1/apply', status: 202 },
    { name: 'dismiss', permit: 'migrate_vm', method: 'POST', path: '/recommendations/rec1/dismiss', status: 200 },
    {
      name: 'snooze',
      permit: 'migrate_vm',
      method: 'POST',
      path: '/recommendations/rec1/snooze',
      json: { untilMs: NOON_MS + 1 },
      status: 200,
    },
    { name: 'wake', permit: 'migrate_vm', method: 'POST', path: '/recommendations/rec1/wake', status: 200 },
    {
      name: 'edit the policy',
      permit: 'edit_cluster_configuration',
      method: 'PUT',
      path: `/clusters/${aCluster().id}/policy`,
      json: { version: 'v1', properties: {} },
      status: 200,
    },
  ]
  for (const { name, permit, method, path, json, status } of actions) {
    const grants: { why: string; grants: Grant[]; ok: boolean }[] = [
      { why: 'the permit in the whole system', grants: [everywhere(permit)], ok: true },
      { why: 'the permit on the cluster', grants: [onCluster(permit)], ok: true },
      {
        why: 'the permit on its data centre',
        grants: [{ permits: new Set([permit]), object: { type: 'data_center', id: String(aCluster().dataCenterId) } }],
        ok: true,
      },
      { why: 'the permit on another cluster', grants: [onCluster(permit, 'other')], ok: false },
      { why: 'other permits', grants: [everywhere('login', 'run_vm')], ok: false },
    ]
    for (const { why, grants: held, ok } of grants)
      it(`${ok ? 'lets' : 'does not let'} somebody ${name} who has ${why}`, async () => {
        const { call, deps } = await start({
          auth: fakeAuth({ admin: anAdministrator }, { [anAdministrator.id]: held }),
        })
        const reply = await call(method, path, json && { json })
        expect(reply.status).toBe(ok ? status : 403)
        if (ok) return
        expect(reply.body).toMatchObject({ code: 'forbidden', message: expect.stringContaining(permit) })
        expect((await deps.recommendations.get('rec1')).recommendation.state).toBe('open')
        expect(await deps.applier.listRuns({})).toEqual([])
      })
  }

  it('says beforehand what a control needs', async () => {
    const auth = fakeAuth({ admin: anAdministrator }, { [anAdministrator.id]: [everywhere('migrate_vm')] })
    const { call } = await start({ auth })
    expect((await call('GET', '/recommendations/rec1')).body).toMatchObject({
      mayApply: true,
      permissionNeeded: 'migrate_vm',
    })
    expect((await call('GET', `/clusters/${aCluster().id}`)).body).toMatchObject({
      mayApply: true,
      permissionNeeded: 'migrate_vm',
    })
    const policy = await call('GET', `/clusters/${aCluster().id}/policy`)
    expect(policy.body).toEqual(aClusterPolicy({ mayEdit: false, permissionNeeded: 'edit_cluster_configuration' }))
  })

  it('still knows a grant on the cluster when the cluster is gone from the snapshot', async () => {
    const gone = { id: 'gone', name: 'Gone' }
    const auth = fakeAuth({ admin: anAdministrator }, { [anAdministrator.id]: [onCluster('migrate_vm', 'gone')] })
    const recommendations = fakeRecommendations([aRecommendation({ cluster: gone })])
    const { call } = await start({ auth, recommendations })
    expect((await call('GET', '/recommendations/rec1')).body).toMatchObject({ mayApply: true })
  })
})
