import { describe, expect, it } from 'vitest'
import { apiPerTest } from '../../test/fakes/api-server.ts'
import { aSnapshot, NOON_MS } from '../../test/fakes/builders.ts'
import { aSnapshotSource } from '../../test/fakes/services.ts'

const start = apiPerTest()

const problem = { code: 'engine-unreachable', message: 'The engine does not answer.', sinceMs: NOON_MS + 1000 }

describe('health', () => {
  const healthy = {
    store: async () => ({ writable: true }),
    lastXmlrpcCallMs: () => NOON_MS,
    discoveredMs: () => NOON_MS - 1,
  }
  const cases = [
    {
      why: 'all is well',
      deps: { health: healthy },
      body: {
        state: 'ok',
        engine: { reachable: true, snapshotAgeMs: 4000 },
        store: { writable: true },
        xmlrpc: { lastCallAtMs: NOON_MS, discoveredAtMs: NOON_MS - 1 },
      },
    },
    {
      why: 'the engine never called',
      deps: {},
      body: { state: 'ok', engine: { reachable: true, snapshotAgeMs: 4000 }, store: { writable: true }, xmlrpc: {} },
    },
    {
      why: 'nothing was read yet',
      deps: { snapshots: aSnapshotSource() },
      body: { state: 'degraded', engine: { reachable: false }, store: { writable: true }, xmlrpc: {} },
    },
    {
      why: 'the engine went away',
      deps: { snapshots: aSnapshotSource({ snapshot: aSnapshot(), problem }) },
      body: {
        state: 'degraded',
        engine: { reachable: false, snapshotAgeMs: 4000, problem },
        store: { writable: true },
        xmlrpc: {},
      },
    },
    {
      why: 'the store takes no writes',
      deps: { health: { ...healthy, store: async () => ({ writable: false, problem: 'store-disk-full' }) } },
      body: {
        state: 'degraded',
        engine: { reachable: true, snapshotAgeMs: 4000 },
        store: { writable: false, problem: 'store-disk-full' },
        xmlrpc: { lastCallAtMs: NOON_MS, discoveredAtMs: NOON_MS - 1 },
      },
    },
    {
      why: 'no backup could be made',
      deps: {
        health: { ...healthy, store: async () => ({ writable: true, backups: { problem: 'store-disk-full' } }) },
      },
      body: {
        state: 'degraded',
        engine: { reachable: true, snapshotAgeMs: 4000 },
        store: { writable: true, backups: { problem: 'store-disk-full' } },
        xmlrpc: { lastCallAtMs: NOON_MS, discoveredAtMs: NOON_MS - 1 },
      },
    },
  ]
  for (const { why, deps, body } of cases)
    it(`says that ${why}`, async () => {
      const { call } = await start(deps)
      expect(await call('GET', '/health', { token: '' })).toMatchObject({ status: 200, body })
      expect((await call('GET', '/health', { token: '' })).body).toEqual(body)
    })
})

describe('session and version', () => {
  it('tells who the token belongs to and what runs', async () => {
    const { call } = await start()
    expect((await call('GET', '/session')).body).toEqual({
      user: { id: 'user-admin', name: 'admin@internal' },
      administrator: true,
    })
    expect((await call('GET', '/version')).body).toEqual({ version: '0.1.0', node: '26.12.1', api: 'v1' })
  })
})
