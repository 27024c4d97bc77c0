import { describe, expect, it } from 'vitest'
import { accept } from '../../shared/policy/unit.ts'
import { apiPerTest } from '../../test/fakes/api-server.ts'
import { aCluster, aSnapshot } from '../../test/fakes/builders.ts'
import { anAdministrator, aSnapshotSource, fakeAuth } from '../../test/fakes/services.ts'
import { createRuntime } from '../runtime/create-runtime.ts'
import { builtIn, type LoadedUnit } from '../runtime/unit-runner.ts'
import type { ApiDeps } from './api-app.ts'
import type { PluginsPort } from './ports.ts'

const start = apiPerTest()

describe('units', () => {
  const unit = {
    id: 'u1',
    name: 'host_memory_balance',
    kind: 'load_balancing',
    internal: false,
    enabled: true,
    properties: {},
  } as const
  const cases = [
    { why: 'before the first snapshot', state: {}, engine: 'unknown' },
    { why: 'the engine has not discovered it', state: { snapshot: aSnapshot() }, engine: 'not_seen' },
    { why: 'the engine has it', state: { snapshot: aSnapshot({ units: [unit] }) }, engine: 'seen' },
    {
      why: 'the engine has disabled it',
      state: { snapshot: aSnapshot({ units: [{ ...unit, enabled: false }] }) },
      engine: 'disabled',
    },
    {
      why: 'the engine has its own of that name',
      state: { snapshot: aSnapshot({ units: [{ ...unit, internal: true }] }) },
      engine: 'not_seen',
    },
  ]
  for (const { why, state, engine } of cases)
    it(`says ${engine} when ${why}`, async () => {
      const { call } = await start({ snapshots: aSnapshotSource(state) })
      const { body } = await call('GET', '/policy-units')
      expect(body).toMatchObject({
        units: [{ id: 'host_memory_balance', functions: ['balance'], engine, source: 'built-in' }],
      })
    })

  it('shows how each parameter is edited', async () => {
    const { call } = await start()
    expect((await call('GET', '/policy-units')).body).toMatchObject({
      units: [
        {
          parameters: [
            { name: 'minimum_host_memoryMB', default: '500', parameter: { type: 'integer', min: 0, unit: 'MiB' } },
            { name: 'safe_selection', default: 'true', parameter: { type: 'boolean' } },
          ],
          regex: expect.stringMatching(/^minimum_host_memoryMB=\^.*\$;safe_selection=\^.*\$$/),
        },
      ],
    })
  })
})

describe('plugins', () => {
  const file = '/plugins/odd.ts'
  const site: LoadedUnit = {
    ...builtIn({ id: 'odd_hosts', description: 'D', parameters: {}, onFailure: 'closed', filter: () => accept }, file),
    kind: 'script',
    isolation: 'kernel',
    checksum: 'c1',
    warnings: ['a property is left out'],
  }
  const using = aSnapshot({
    clusters: [aCluster({ policyId: 'p1' })],
    policies: [
      {
        id: 'p1',
        name: 'ours',
        locked: false,
        properties: {},
        filters: ['e1', 'e2'].map((unitId, position) => ({ unitId, position })),
        weights: [],
      },
    ],
    units: ['odd_hosts', 'gone'].map((name, n) => ({
      id: `e${n + 1}`,
      name,
      kind: 'filter',
      internal: false,
      enabled: true,
      properties: {},
    })),
  })
  const startWith = (plugins: Partial<PluginsPort> = {}, over: Partial<ApiDeps> = {}) =>
    start({
      units: createRuntime({ units: [], siteUnits: () => [site], elapsedMs: () => 0 }),
      plugins: {
        plugins: () => [],
        reload: async () => true,
        sandbox: { level: 'kernel', wrapper: 'bwrap' },
        ...plugins,
      },
      snapshots: aSnapshotSource({ snapshot: using }),
      ...over,
    })

  it('show where a unit comes from, how it is kept in, who uses it, and what a policy misses', async () => {
    const { call } = await startWith({
      plugins: () => [
        {
          path: '/plugins/bad.ts',
          kind: 'script',
          state: 'refused',
          problems: ['no'],
          unitIds: [],
          schedulerIds: [],
          restarts: 0,
        },
      ],
      sandbox: { level: 'runtime', wrapper: 'permission', shortfall: 'no namespaces' },
    })
    const cluster = { id: aCluster().id, name: 'Default' }
    expect((await call('GET', '/policy-units')).body).toMatchObject({
      units: [
        {
          id: 'odd_hosts',
          source: file,
          kind: 'script',
          isolation: 'kernel',
          checksum: 'c1',
          onFailure: 'closed',
          state: 'active',
          engine: 'seen',
          usedBy: [cluster],
          warnings: ['a property is left out'],
          calls: { count: 0, failures: 0 },
        },
      ],
      plugins: [{ file: '/plugins/bad.ts', state: 'refused', problems: ['no'] }],
      missing: [{ name: 'gone', clusters: [cluster] }],
      sandbox: { level: 'runtime', shortfall: 'no namespaces' },
      mayReload: true,
    })
  })

  it('are told as the PolicyUnits document to who asks for XML, and to nobody without a token', async () => {
    const { url } = await startWith()
    const ask = (headers: Record<string, string>) => fetch(`${url}/policy-units`, { headers })
    const reply = await ask({ Authorization: 'Bearer admin', Accept: 'application/xml' })
    expect(reply.headers.get('content-type')).toMatch(/^application\/xml/)
    expect(await reply.text()).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><PolicyUnits><Filters><Filter><name>odd_hosts</name>' +
        '<description>D</description></Filter></Filters><CostFunctions></CostFunctions><Balances></Balances></PolicyUnits>',
    )
    expect((await ask({ Accept: 'application/xml' })).status).toBe(401)
  })

  it('are loaded again when an administrator of the whole system asks', async () => {
    const reloaded: string[] = []
    const { call } = await startWith({
      async reload(path) {
        reloaded.push(path)
        return true
      },
    })
    expect((await call('POST', '/policy-units/odd_hosts/reload')).status).toBe(200)
    expect(reloaded).toEqual([file])
    expect((await call('POST', '/policy-units/nobody/reload')).status).toBe(404)
  })

  it('that cannot be loaded say why', async () => {
    const { call } = await startWith({
      plugins: () => [
        {
          path: file,
          kind: 'script',
          state: 'outdated',
          problems: ['SyntaxError: x'],
          unitIds: ['odd_hosts'],
          schedulerIds: [],
          restarts: 0,
        },
      ],
      reload: async () => false,
    })
    expect(await call('POST', '/policy-units/odd_hosts/reload')).toMatchObject({
      status: 422,
      body: { code: 'unit-not-loaded', message: `${file} cannot be loaded: SyntaxError: x.` },
    })
  })

  it('are not loaded again for who administers one cluster alone', async () => {
    const permits = new Set(['edit_cluster_configuration'])
    const auth = fakeAuth(undefined, {
      [anAdministrator.id]: [{ permits, object: { type: 'cluster', id: aCluster().id } }],
    })
    const { call } = await startWith({}, { auth })
    expect(await call('POST', '/policy-units/odd_hosts/reload')).toMatchObject({ status: 403 })
    expect((await call('GET', '/policy-units')).body).toMatchObject({
      mayReload: false,
      permissionNeeded: 'edit_cluster_configuration',
    })
  })
})
