import { describe, expect, it } from 'vitest'
import { reason } from '../../shared/policy/reason.ts'
import { apiPerTest } from '../../test/fakes/api-server.ts'
import { aCluster, aHost, aRecommendation, aSnapshot, aVm, NOON_MS } from '../../test/fakes/builders.ts'
import { aSnapshotSource, fakeRecommendations, someAdvice } from '../../test/fakes/services.ts'

const start = apiPerTest()

const clusterId = aCluster().id
const problem = { code: 'engine-unreachable', message: 'The engine does not answer.', sinceMs: NOON_MS + 1000 }

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
