import { describe, expect, it } from 'vitest'
import { apiPerTest } from '../../test/fakes/api-server.ts'
import { aSnapshot, NOON_MS } from '../../test/fakes/builders.ts'
import { anAdministrator, aSnapshotSource, everywhere, fakeAuth } from '../../test/fakes/services.ts'
import type { ApiDeps } from './api-app.ts'

const start = apiPerTest()

const health = (writable: boolean): ApiDeps['health'] => ({
  store: async () => ({ writable }),
  lastXmlrpcCallMs: () => undefined,
  discoveredMs: () => undefined,
})
const problem = { code: 'engine-unreachable', message: 'The engine does not answer.', sinceMs: NOON_MS }

describe('GET /ready', () => {
  const cases: { why: string; deps: Partial<ApiDeps>; missing: readonly string[] }[] = [
    { why: 'the engine was read', deps: {}, missing: [] },
    {
      why: 'the engine was read and went away',
      deps: { snapshots: aSnapshotSource({ snapshot: aSnapshot(), problem }) },
      missing: [],
    },
    { why: 'nothing was read yet', deps: { snapshots: aSnapshotSource() }, missing: ['snapshot'] },
    { why: 'the store takes no writes', deps: { health: health(false) }, missing: ['store'] },
    { why: 'it is stopping', deps: { closing: AbortSignal.abort() }, missing: ['service'] },
    {
      why: 'everything is missing',
      deps: { snapshots: aSnapshotSource(), health: health(false), closing: AbortSignal.abort() },
      missing: ['snapshot', 'store', 'service'],
    },
  ]
  for (const { why, deps, missing } of cases)
    it(`says ${missing.length === 0 ? 'yes' : `what is missing (${missing})`} when ${why}`, async () => {
      const { call } = await start(deps)
      const { status, body } = await call('GET', '/ready', { token: '' })
      if (missing.length === 0) return expect([status, body]).toEqual([200, { ready: true }])
      expect([status, body]).toMatchObject([503, { code: 'not-ready', fields: missing.map(path => ({ path })) }])
    })

  it('says so in one sentence for each', async () => {
    const { call } = await start({ snapshots: aSnapshotSource(), health: health(false) })
    const { body } = await call('GET', '/ready', { token: '' })
    const message = 'The snapshot of the engine has not been read yet. The store takes no writes.'
    expect(body).toMatchObject({ message })
  })
})

describe('the log level', () => {
  const permitted = fakeAuth(undefined, { [anAdministrator.id]: [everywhere('edit_cluster_configuration')] })

  it('is told, changed for an hour where nothing else is said, and told as changed', async () => {
    const { call } = await start({ auth: permitted })
    expect((await call('GET', '/log-level')).body).toEqual({ level: 'info', configured: 'info' })
    const changed = await call('PUT', '/log-level', { json: { level: 'debug' } })
    expect(changed.body).toMatchObject({
      level: 'debug',
      untilMs: NOON_MS + 4000 + 3_600_000,
      by: { name: 'admin@internal' },
    })
    expect((await call('GET', '/log-level')).body).toEqual(changed.body)
  })

  it('needs the permission in the whole system', async () => {
    const { call } = await start({ auth: fakeAuth(undefined, { [anAdministrator.id]: [] }) })
    expect(await call('PUT', '/log-level', { json: { level: 'debug' } })).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('edit_cluster_configuration in the whole system') },
    })
  })

  const bad = [
    { json: { level: 'loud' }, path: 'level' },
    { json: {}, path: 'level' },
    { json: { level: 'debug', minutes: 0.5 }, path: 'minutes' },
    { json: { level: 'debug', minutes: 20_000 }, path: 'minutes' },
  ]
  for (const { json, path } of bad)
    it(`is not changed by ${JSON.stringify(json)}`, async () => {
      const { call } = await start({ auth: permitted })
      expect(await call('PUT', '/log-level', { json })).toMatchObject({ status: 400, body: { fields: [{ path }] } })
    })
})
