import { afterEach, describe, expect, it } from 'vitest'
import { reason } from '../../shared/policy/reason.ts'
import { accept } from '../../shared/policy/unit.ts'
import { type ApiServer, startApi } from '../../test/fakes/api-server.ts'
import { aCluster, aHost, aRecommendation, aRun, aSnapshot, aVm, NOON_MS } from '../../test/fakes/builders.ts'
import {
  anAdministrator,
  aSnapshotSource,
  fakeApplier,
  fakeAuth,
  fakeClusterPolicies,
  fakeRecommendations,
  someAdvice,
} from '../../test/fakes/services.ts'
import { ApplyError } from '../apply/services.ts'
import { createRuntime } from '../runtime/create-runtime.ts'
import { builtIn, type LoadedUnit } from '../runtime/unit-runner.ts'
import type { ApiDeps } from './api-app.ts'
import type { PluginsPort } from './ports.ts'

let api: ApiServer
const start = async (over: Partial<ApiDeps> = {}) => {
  api = await startApi(over)
  return api
}
afterEach(() => api.close())

const clusterId = aCluster().id
const problem = { code: 'engine-unreachable', message: 'The engine does not answer.', sinceMs: NOON_MS + 1000 }

describe('health', () => {
  const healthy = { storeWritable: async () => true, lastXmlrpcCallMs: () => NOON_MS }
  const cases = [
    {
      why: 'all is well',
      deps: { health: healthy },
      body: {
        state: 'ok',
        engine: { reachable: true, snapshotAgeMs: 4000 },
        store: { writable: true },
        xmlrpc: { lastCallAtMs: NOON_MS },
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
      deps: { health: { ...healthy, storeWritable: async () => false } },
      body: {
        state: 'degraded',
        engine: { reachable: true, snapshotAgeMs: 4000 },
        store: { writable: false },
        xmlrpc: { lastCallAtMs: NOON_MS },
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

describe('clusters', () => {
  const snapshot = aSnapshot({
    clusters: [aCluster({ id: 'c2', name: 'west' }), aCluster()],
    hosts: [
      aHost({ id: 'host10', status: 'maintenance', statistics: {} }),
      aHost({ id: 'host2', status: undefined, statistics: { memoryFreeMiB: 16_384, cpuPercent: 0 } }),
    ],
    vms: [aVm(), aVm({ id: 'vm2', status: 'down' })].map(vm => {
      const { hostId, ...rest } = vm
      return vm.status === 'up' ? { ...rest, ...(hostId && { hostId }) } : rest
    }),
  })

  it('lists them by name, with counts, the age of the figures and the latest advice', async () => {
    const recommendations = fakeRecommendations([aRecommendation(), aRecommendation({ id: 'r2', state: 'applied' })])
    const subject = { kind: 'host', id: 'host2', name: 'host2' } as const
    const notices = [{ subject, because: reason('ha-vm-homeless', 'If host2 failed, vm1 would find no host.') }]
    await recommendations.reconcile(clusterId, someAdvice({ notices }), [])
    const { call } = await start({ snapshots: aSnapshotSource({ snapshot }), recommendations })
    const { body } = await call('GET', '/clusters')
    expect(body).toMatchObject({ snapshotTakenAtMs: NOON_MS, snapshotAgeMs: 4000 })
    expect(body).toMatchObject({
      clusters: [
        {
          name: 'Default',
          policy: { name: 'balance' },
          hosts: 2,
          hostsUp: 0,
          vms: 2,
          vmsRunning: 1,
          openRecommendations: 1,
          notices,
          advice: { code: 'balanced' },
        },
        { name: 'west', hosts: 0, vms: 0, openRecommendations: 0, notices: [] },
      ],
    })
    expect((await call('GET', `/clusters/${clusterId}`)).body).toMatchObject({ notices })
  })

  it('leaves out what nobody measured instead of showing 0', async () => {
    const { call } = await start({ snapshots: aSnapshotSource({ snapshot }) })
    const { body } = await call('GET', `/clusters/${clusterId}`)
    expect(body).not.toHaveProperty('score')
    expect(body).not.toHaveProperty('hostsBeyondLimits')
    expect(body).not.toHaveProperty('hottest')
    expect(body).toMatchObject({
      imbalance: {},
      hostViews: [
        { name: 'host2', status: 'unknown', memoryFreeMiB: 16_384, memoryUsedPercent: 75, cpuPercent: 0 },
        { name: 'host10', status: 'maintenance' },
      ],
    })
    expect(body).not.toHaveProperty('hostViews.1.memoryFreeMiB')
    expect(body).not.toHaveProperty('hostViews.1.memoryUsedPercent')
    expect(body).not.toHaveProperty('explanation')
  })

  it('explains what the balancer left out', async () => {
    const skippedHosts = [{ id: 'host2', name: 'host2', reason: { code: 'x', text: 'Not up.', values: {} } }]
    const recommendations = fakeRecommendations()
    await recommendations.reconcile(clusterId, someAdvice({ skippedHosts }), [])
    const { call } = await start({ recommendations })
    expect((await call('GET', `/clusters/${clusterId}`)).body).toMatchObject({
      explanation: { skippedHosts, skippedVms: [] },
    })
  })

  it('goes on with the last figures, dated, while the engine is away', async () => {
    const { call } = await start({ snapshots: aSnapshotSource({ snapshot: aSnapshot(), problem }) })
    expect((await call('GET', '/clusters')).body).toMatchObject({ snapshotAgeMs: 4000, problem })
    expect((await call('GET', `/clusters/${clusterId}`)).body).toMatchObject({ snapshotAgeMs: 4000, problem })
  })

  it('takes up a new snapshot', async () => {
    const snapshots = aSnapshotSource({ snapshot: aSnapshot({ clusters: [] }) })
    const { call } = await start({ snapshots })
    expect((await call('GET', '/clusters')).body).toMatchObject({ clusters: [] })
    snapshots.set({ snapshot: aSnapshot() })
    expect((await call('GET', '/clusters')).body).toMatchObject({ clusters: [{ id: clusterId }] })
  })

  for (const path of ['/clusters', `/clusters/${clusterId}`, `/clusters/${clusterId}/policy`])
    it(`answers ${path} with the engine's problem before the first snapshot`, async () => {
      const { call } = await start({ snapshots: aSnapshotSource({ problem }) })
      expect(await call('GET', path)).toMatchObject({
        status: 503,
        body: { code: 'no-snapshot', message: problem.message },
      })
    })

  for (const path of ['/clusters/none', '/clusters/none/policy'])
    it(`answers 404 to ${path}`, async () => {
      const { call } = await start()
      expect(await call('GET', path)).toMatchObject({
        status: 404,
        body: { code: 'not-found', message: expect.stringContaining('none') },
      })
    })
})

describe('cluster policy', () => {
  const path = `/clusters/${clusterId}/policy`
  it('saves what was read and gives back the new version', async () => {
    const { call } = await start()
    const json = { version: 'v1', properties: { safe_selection: 'false' } }
    expect(await call('PUT', path, { json })).toMatchObject({ status: 200, body: { version: 'v2', mayEdit: true } })
  })

  it('refuses a version somebody else has replaced', async () => {
    const { call } = await start()
    const json = { version: 'v0', properties: {} }
    expect(await call('PUT', path, { json })).toMatchObject({ status: 409, body: { code: 'policy-changed' } })
  })

  it('names the property that is wrong', async () => {
    const fields = [{ path: 'properties.minimum_host_memoryMB', problem: 'must be a whole number' }]
    const refused = new ApplyError('invalid-request', 'One property is not valid.', fields)
    const { call } = await start({ clusterPolicies: fakeClusterPolicies(undefined, refused) })
    const json = { version: 'v1', properties: { minimum_host_memoryMB: 'many' } }
    expect(await call('PUT', path, { json })).toMatchObject({ status: 400, body: { code: 'invalid-request', fields } })
  })

  it('passes on what the engine refuses', async () => {
    const refused = new ApplyError('engine-refused', 'The engine refused: unknown policy. Nothing was changed.')
    const { call } = await start({ clusterPolicies: fakeClusterPolicies(undefined, refused) })
    const json = { version: 'v1', policyId: 'x', properties: {} }
    expect(await call('PUT', path, { json })).toMatchObject({ status: 422, body: { code: 'engine-refused' } })
  })
})

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
