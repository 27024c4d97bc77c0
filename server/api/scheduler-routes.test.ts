import { afterEach, describe, expect, it } from 'vitest'
import { integer } from '../../shared/policy/parameter.ts'
import { type ApiServer, startApi } from '../../test/fakes/api-server.ts'
import { aCluster, aHost, aSnapshot, aVm, roomy } from '../../test/fakes/builders.ts'
import { aScheduler, someSchedulers } from '../../test/fakes/schedulers.ts'
import { aSnapshotSource } from '../../test/fakes/services.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import type { ApiDeps } from './api-app.ts'

let api: ApiServer
afterEach(() => api.close())

const hosts = [
  aHost({ id: 'h1', ...roomy }),
  aHost({ id: 'h2', ...roomy }),
  aHost({ id: 'h3', ...roomy, maxSchedulingMiB: 1 }),
]
const vm = aVm({ id: 'v1', name: 'web', hostId: 'h1', memoryMiB: 1024 })
const snapshot = aSnapshot({ hosts, vms: [vm], policies: [], clusters: [aCluster({ name: 'Prod' })] })
const snapshots = aSnapshotSource({ snapshot })
const most = integer({ label: 'Most', help: 'VMs', min: 0, max: 9, default: 3 })
const own = aScheduler('own', { loadBalance: () => undefined }, { description: { parameters: { most } } })
const get = async (path: string, over: Partial<ApiDeps> = {}, token = 'admin') => {
  api = await startApi({ snapshots, ...over })
  return api.call('GET', path, { token })
}

describe('/schedulers', () => {
  it('lists them, and which cluster has which', async () => {
    const tooNew = aScheduler(
      'next',
      {},
      { ignored: 'next was written for version 9', description: { functions: ['loadBalance'] } },
    )
    const schedulers = someSchedulers({}, [own, tooNew], ['Prod=own/Second?most=5'])
    const index = indexSnapshot(snapshot)
    await schedulers.selectHost({ index, cluster: aCluster({ name: 'Prod' }), vm, candidates: [{ hostId: 'h2' }] })
    const { status, body } = await get('/schedulers', { schedulers })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      schedulers: [
        { id: 'default', source: 'built-in', isolation: 'none', state: 'active' },
        {
          id: 'own',
          version: '1.0',
          checksum: 'c0ffee',
          policies: ['First', 'Second'],
          inputs: [{ name: 'most', default: '3', parameter: { type: 'integer', min: 0, max: 9 } }],
        },
        { id: 'next', state: 'ignored', problem: 'next was written for version 9' },
      ],
      clusters: [
        {
          cluster: { name: 'Prod' },
          scheduler: { id: 'own' },
          policy: 'Second',
          inputs: [{ name: 'most', value: '5', given: true }],
          problems: [],
          selected: [{ vm: { name: 'web' }, host: { name: 'h2' } }],
        },
      ],
    })
  })

  it('says what a cluster was given and cannot have', async () => {
    const { body } = await get('/schedulers', { schedulers: someSchedulers({}, [own], ['Prod=owm']) })
    expect(body).toMatchObject({
      clusters: [{ scheduler: { id: 'default' }, problems: ['there is no scheduler "owm"; did you mean "own"?'] }],
    })
  })

  it('shows the last failure of one', async () => {
    const fails = aScheduler('own', {
      loadBalance: () => {
        throw new Error('no idea')
      },
    })
    const schedulers = someSchedulers({}, [fails], ['*=own'])
    await schedulers.loadBalance({ index: indexSnapshot(snapshot), cluster: aCluster() })
    const { body } = await get('/schedulers', { schedulers })
    expect(body).toMatchObject({ schedulers: [{}, { state: 'active', problem: 'loadBalance: no idea' }] })
  })

  it('knows no clusters before the engine was read', async () => {
    const { body } = await get('/schedulers', { snapshots: aSnapshotSource() })
    expect(body).toMatchObject({ schedulers: [{ id: 'default' }], clusters: [] })
  })

  it('is for administrators', async () => expect((await get('/schedulers', {}, '')).status).toBe(401))
})

describe('/vms/:id/selection', () => {
  it('says which host would be selected, and from which; nothing is remembered of it', async () => {
    const schedulers = someSchedulers({ selectHost: () => ({ hostId: 'h1', because: { text: 'I like it' } }) })
    const { status, body } = await get('/vms/v1/selection', { schedulers })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      vm: { name: 'web' },
      scheduler: 'default',
      policy: 'First',
      hasAnyHosts: true,
      selected: { name: 'h1' },
      because: { text: 'I like it' },
      candidates: [
        { host: { id: expect.stringMatching(/^h[12]$/) } },
        { host: { id: expect.stringMatching(/^h[12]$/) } },
      ],
    })
    expect(schedulers.selected(vm.clusterId)).toEqual([])
  })

  it('says that it failed, and how', async () => {
    const schedulers = someSchedulers({ selectHost: () => ({ hostId: 'h3', because: { text: 'I like it' } }) })
    const { body } = await get('/vms/v1/selection', { schedulers })
    expect(body).not.toHaveProperty('selected')
    expect(body).toMatchObject({ because: { code: 'scheduler-bad-output', text: expect.stringContaining('"h3"') } })
  })

  it.each([
    { why: 'an unknown VM', path: '/vms/v9/selection', over: {}, status: 404 },
    {
      why: 'an engine that was not read',
      path: '/vms/v1/selection',
      over: { snapshots: aSnapshotSource() },
      status: 503,
    },
  ])('refuses $why with $status', async ({ path, over, status }) => {
    expect((await get(path, over)).status).toBe(status)
  })
})
