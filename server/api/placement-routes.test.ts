import { afterEach, describe, expect, it } from 'vitest'
import { reason } from '../../shared/policy/reason.ts'
import { type ApiServer, startApi } from '../../test/fakes/api-server.ts'
import { aCluster, aHost, aRecommendation, aSnapshot, aVm } from '../../test/fakes/builders.ts'
import { aSnapshotSource, fakeRecommendations, someAdvice } from '../../test/fakes/services.ts'
import { builtInPolicies } from '../scheduling/policies/built-in-policies.ts'
import type { ApiDeps } from './api-app.ts'

let api: ApiServer
afterEach(() => api.close())

const room = {
  cores: 8,
  threads: 16,
  scheduling: { sockets: 1, spm: 'none' as const },
  maxSchedulingMiB: 50_000,
  statistics: { memoryFreeMiB: 50_000, cpuPercent: 5 },
}
const busy = { ...room, statistics: { memoryFreeMiB: 50_000, cpuPercent: 60 } }
const hosts = [aHost({ id: 'h1', name: 'h1', ...busy }), aHost({ id: 'h2', name: 'h2', ...room })]
const vm = aVm({ id: 'v 1', name: 'web', hostId: 'h1', memoryMiB: 1024, pinnedHostIds: [] })
const snapshots = aSnapshotSource({ snapshot: aSnapshot({ hosts, vms: [vm], policies: [] }) })
const get = async (path: string, over: Partial<ApiDeps> = {}, token = 'admin') => {
  api = await startApi({ snapshots, ...over })
  return api.call('GET', path, { token })
}

describe('/vms/:id/placement', () => {
  it('says where the VM would be placed', async () => {
    const { status, body } = await get('/vms/v%201/placement')
    expect(status).toBe(200)
    expect(body).toMatchObject({ vm: { name: 'web' }, current: { id: 'h1' }, chosen: { id: 'h2' } })
  })

  it('may be told to do without hosts of which a fact is missing', async () => {
    const { body } = await get('/vms/v%201/placement', { unknownFacts: 'drop' })
    expect(body).not.toHaveProperty('chosen')
    expect(body).toMatchObject({ because: { code: 'all-hosts-filtered-out' } })
  })

  const refusals: { why: string; path: string; over?: Partial<ApiDeps>; token?: string; status: number }[] = [
    { why: 'an unknown VM', path: '/vms/v9/placement', status: 404 },
    { why: 'an engine not read yet', path: '/vms/v9/placement', over: { snapshots: aSnapshotSource() }, status: 503 },
    { why: 'nobody', path: '/vms/v%201/placement', token: '', status: 401 },
    { why: 'an unknown host', path: '/vms/v%201/why-not?host=h9', status: 404 },
    { why: 'no host', path: '/vms/v%201/why-not', status: 400 },
    { why: 'an empty host', path: '/vms/v%201/why-not?host=', status: 400 },
    { why: 'a parameter that does not exist', path: '/vms/v%201/why-not?host=h2&vm=x', status: 400 },
  ]
  it.each(refusals)('refuses $why with $status', async ({ path, over, token, status }) => {
    expect((await get(path, over, token)).status).toBe(status)
  })
})

describe('/clusters/:id/engine-balance', () => {
  it('says what the engine’s own balancer would do', async () => {
    const { status, body } = await get(`/clusters/${vm.clusterId}/engine-balance`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ unit: 'None', policy: { name: 'none' }, attempts: [] })
  })

  it('moves a VM off a host that was watched to be busy for long', async () => {
    const policies = [...builtInPolicies]
    const clusters = [aCluster({ policyId: '20d25257-b4bd-4589-92a6-c4c5c5d3fd1a', properties: {} })]
    const hot = aHost({ id: 'h1', name: 'h1', ...room, statistics: { memoryFreeMiB: 50_000, cpuPercent: 95 } })
    const snapshot = aSnapshot({
      hosts: [hot, aHost({ id: 'h2', name: 'h2', ...room })],
      vms: [vm],
      policies,
      clusters,
    })
    const { body } = await get(`/clusters/${vm.clusterId}/engine-balance`, {
      snapshots: aSnapshotSource({ snapshot }),
      watched: () =>
        new Map([
          ['h1', { cpuOverCommitSinceMs: 0 }],
          ['h2', { cpuOverCommitSinceMs: null }],
        ]),
    })
    expect(body).toMatchObject({
      unit: 'OptimalForEvenDistribution',
      attempts: [{ vm: { id: 'v 1' }, from: { id: 'h1' }, to: { id: 'h2' }, outcome: 'moves' }],
    })
  })

  it('refuses an unknown cluster', async () => {
    expect((await get('/clusters/c9/engine-balance')).status).toBe(404)
  })
})

describe('/vms/:id/why-not', () => {
  it.each([
    { host: 'h2', isChosen: true },
    { host: 'h1', isChosen: false },
  ])('answers for $host', async ({ host, isChosen }) => {
    expect((await get(`/vms/v%201/why-not?host=${host}`)).body).toMatchObject({ host: { id: host }, isChosen })
  })
})

describe('/vms/:id/why-not-moved', () => {
  const clusterId = vm.clusterId
  const recommended = (state: 'open' | 'dismissed', createdAtMs: number) =>
    aRecommendation({ id: `r${createdAtMs}`, vm: { id: vm.id, name: vm.name }, state, createdAtMs })

  it('tells what the balancer said of the VM', async () => {
    const recommendations = fakeRecommendations([])
    await recommendations.reconcile(
      clusterId,
      someAdvice({
        clusterId,
        skippedVms: [{ id: vm.id, name: vm.name, reason: reason('too-big', 'It is too big.') }],
      }),
      [],
    )
    const { body } = await get('/vms/v%201/why-not-moved', { recommendations })
    expect(body).toMatchObject({ because: { code: 'too-big' } })
  })

  it('tells of the recommendation that waits to be applied', async () => {
    const recommendations = fakeRecommendations([recommended('open', 2)])
    await recommendations.reconcile(clusterId, someAdvice({ clusterId, skippedVms: [] }), [])
    const { body } = await get('/vms/v%201/why-not-moved', { recommendations })
    expect(body).toMatchObject({ because: { code: 'mode-manual' } })
  })
})
