import { afterEach, describe, expect, it } from 'vitest'
import type { AutomationReply, History } from '../../shared/api/plans.ts'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import type { Delivery } from '../../shared/plan/delivery.ts'
import { reason } from '../../shared/policy/reason.ts'
import { type ApiServer, startApi } from '../../test/fakes/api-server.ts'
import { fakeAutomation } from '../../test/fakes/automation.ts'
import { aCluster, aSnapshot, aVm, NOON_MS } from '../../test/fakes/builders.ts'
import { anAdministrator, aSnapshotSource, everywhere, fakeAuth } from '../../test/fakes/services.ts'
import type { ApiDeps } from './api-app.ts'
import type { Grant } from './ports.ts'

const { id: clusterId } = aCluster()
const cluster = { id: clusterId, name: 'Default' }
const admin = { id: anAdministrator.id, name: anAdministrator.name }
const snapshots = aSnapshotSource({
  snapshot: aSnapshot({ clusters: [aCluster(), aCluster({ id: 'c2', name: 'Lab' })] }),
})

let api: ApiServer
afterEach(() => api.close())

const entries = {
  modes: ['Default=automatic'],
  windows: ['Default=0 22 * * * for 6h in Europe/Berlin'],
  objectives: ['*=repair'],
}
async function start(over: Partial<ApiDeps> = {}, grants: readonly Grant[] = [everywhere('migrate_vm')]) {
  const auth = fakeAuth(undefined, { [admin.id]: grants })
  api = await startApi({ ...fakeAutomation(entries), snapshots, auth, ...over })
}
const onCluster: Grant = { permits: new Set(['migrate_vm']), object: { type: 'cluster', id: clusterId } }
const aDelivery = (at: number, over: Partial<Delivery> = {}): Delivery => ({
  runId: `run${at}`,
  cluster,
  unitId: 'planner',
  endedAtMs: NOON_MS - at,
  promised: [{ host: { id: 'host1', name: 'host1' }, memoryBeforePercent: 80, memoryPromisedPercent: 60 }],
  measured: [{ afterMinutes: 15, atMs: NOON_MS, hosts: [], share: 0.8 }],
  ...over,
})
const asConfigured = {
  objective: 'repair',
  level: 3,
  perHour: 10,
  perDay: 100,
  mayEdit: false,
  permissionNeeded: 'edit_cluster_configuration',
}
/** Answers the same whatever it is asked, and remembers that. */
function remembering<T>(answer: readonly T[]) {
  const asked: unknown[] = []
  const list = async (filter: unknown): Promise<T[]> => {
    asked.push(filter)
    return [...answer]
  }
  return { asked, list, deliveries: { list, measure: async () => undefined } }
}

describe('GET /automation', () => {
  it('says what holds for each cluster, what holds it up, and how far it kept its word', async () => {
    const { deliveries } = remembering([1, 2, 3, 4, 5].map(at => aDelivery(at)))
    await start({ deliveries })
    expect((await api.call('GET', '/automation')).body).toEqual({
      state: { freezes: [] },
      clusters: [
        { ...asConfigured, cluster, mode: 'automatic', windows: ['0 22 * * * for 6h in Europe/Berlin'] },
        { ...asConfigured, cluster: { id: 'c2', name: 'Lab' }, mode: 'approve', windows: [] },
      ],
      excludeTag: 'leave-alone',
      excludedVms: [],
      trust: [{ cluster, unitId: 'planner', runs: 5, percent: 80 }],
      mayStop: true,
      permissionNeeded: 'migrate_vm',
    })
  })

  it('names the VMs that are left alone, and leaves them out while they are not known', async () => {
    const { automation } = fakeAutomation(entries)
    const vms = [aVm({ id: 'v1', name: 'db' }), aVm({ id: 'v2', name: 'web' })]
    const seen = aSnapshotSource({ snapshot: aSnapshot({ vms }) })
    await start({ snapshots: seen, automation: { ...automation, excludedVms: () => new Set(['v2', 'gone']) } })
    expect((await api.call('GET', '/automation')).body).toMatchObject({ excludedVms: [{ id: 'v2', name: 'web' }] })
    await api.close()
    await start({ snapshots: seen, automation: { ...automation, excludedVms: () => undefined } })
    expect((await api.call('GET', '/automation')).body).not.toHaveProperty('excludedVms')
  })

  it('tells who may not turn the switch', async () => {
    await start({}, [onCluster])
    expect((await api.call('GET', '/automation')).body).toMatchObject({ mayStop: false })
  })

  it('waits for the first snapshot', async () => {
    await start({ snapshots: aSnapshotSource() })
    expect(await api.call('GET', '/automation')).toMatchObject({ status: 503, body: { code: 'no-snapshot' } })
  })
})

describe('the switch', () => {
  it('stops and resumes, once each', async () => {
    await start()
    const stopped = await api.call('POST', '/automation/stop', { json: { why: '  backup ' } })
    expect(stopped.body).toMatchObject({ state: { stop: { by: admin, atMs: NOON_MS, why: 'backup' } } })
    expect(await api.call('POST', '/automation/stop', { json: {} })).toMatchObject({
      status: 409,
      body: { code: 'state-conflict' },
    })
    const resumed = await api.call('POST', '/automation/resume')
    expect([resumed.status, resumed.body]).toMatchObject([200, { state: { freezes: [] } }])
    expect(await api.call('POST', '/automation/resume')).toMatchObject({ status: 409 })
  })

  it('needs no reason', async () => {
    await start()
    expect((await api.call('POST', '/automation/stop', { json: {} })).body).toMatchObject({
      state: { stop: { why: '' } },
    })
  })

  it.each([
    { why: 'a reason without end', json: { why: 'x'.repeat(501) } },
    { why: 'a reason that is no text', json: { why: 7 } },
    { why: 'what it does not know', json: { because: 'backup' } },
  ])('refuses $why', async ({ json }) => {
    await start()
    expect(await api.call('POST', '/automation/stop', { json })).toMatchObject({
      status: 400,
      body: { code: 'invalid-request' },
    })
    expect((await api.call('GET', '/automation')).body).toMatchObject({ state: { freezes: [] } })
  })

  it.each([
    { path: '/automation/stop', json: {} },
    { path: '/automation/resume', json: {} },
  ])('$path is for who may migrate in the whole system', async ({ path, json }) => {
    await start({}, [onCluster])
    const { status, body } = await api.call('POST', path, path.endsWith('stop') ? { json } : {})
    expect([status, body]).toMatchObject([403, { message: expect.stringContaining('migrate_vm in the whole system') }])
  })
})

describe('a freeze', () => {
  it('is shown and ended by who may migrate there', async () => {
    await start({}, [onCluster])
    await api.deps.automation.freeze(cluster, reason('moves-fail', 'Of the last 3 moves 3 failed.'))
    expect((await api.call('GET', '/automation')).body).toMatchObject({
      state: { freezes: [{ cluster, because: { code: 'moves-fail' } }] },
    })
    expect((await api.call('POST', `/clusters/${clusterId}/thaw`)).body).toMatchObject({ state: { freezes: [] } })
    expect(await api.call('POST', `/clusters/${clusterId}/thaw`)).toMatchObject({ status: 409 })
    const { entries: audit } = (await api.call('GET', '/history')).body as { entries: AuditEntry[] }
    expect(audit.map(({ action, by }) => [action, by.name])).toEqual([
      ['thaw', admin.name],
      ['freeze', 'ovirt-scheduler'],
    ])
  })

  it('is not ended by others', async () => {
    await start({}, [onCluster])
    await api.deps.automation.freeze({ id: 'c2', name: 'Lab' }, reason('moves-fail', ''))
    expect(await api.call('POST', '/clusters/c2/thaw')).toMatchObject({ status: 403 })
    expect((await api.call('GET', '/automation')).body).toMatchObject({ state: { freezes: [{}] } })
  })
})

describe('GET /deliveries', () => {
  it('tells them as asked for, a hundred unless told otherwise', async () => {
    const { asked, deliveries } = remembering([aDelivery(1), aDelivery(2)])
    await start({ deliveries })
    expect((await api.call('GET', '/deliveries')).body).toEqual({ deliveries: [aDelivery(1), aDelivery(2)] })
    await api.call('GET', `/deliveries?clusterId=${clusterId}&limit=7`)
    expect(asked).toEqual([{ limit: 100 }, { clusterId, limit: 7 }])
  })

  it.each(['limit=0', 'limit=1001', 'limit=x', 'since=1'])('refuses %s', async query => {
    await start()
    expect(await api.call('GET', `/deliveries?${query}`)).toMatchObject({ status: 400 })
  })
})

describe('GET /history', () => {
  it('is asked for by time and text', async () => {
    const { asked, list } = remembering<AuditEntry>([])
    await start({ audit: { listAudit: list } })
    expect((await api.call('GET', '/history')).body).toEqual({ entries: [] })
    await api.call('GET', '/history?fromMs=1&untilMs=2&text=%20eva%20&limit=3')
    expect(asked).toEqual([{ limit: 200 }, { fromMs: 1, untilMs: 2, text: 'eva', limit: 3 }])
  })

  it.each(['limit=0', 'limit=10001', 'fromMs=-1', 'untilMs=now', `text=${'x'.repeat(201)}`])(
    'refuses %s',
    async query => {
      await start()
      expect(await api.call('GET', `/history?${query}`)).toMatchObject({ status: 400 })
    },
  )
})

describe('PUT /clusters/:id/automation', () => {
  const settings = { mode: 'automatic', objective: 'balance', level: 4, windows: [], perHour: 5, perDay: 20 }
  const path = `/clusters/${clusterId}/automation`
  const put = (body: unknown, to = path) => api.call('PUT', to, { json: body })
  const mayEdit = [everywhere('edit_cluster_configuration')]
  const ofCluster = (body: unknown) => (body as AutomationReply).clusters.find(one => one.cluster.id === clusterId)

  it('sets all of a cluster, and says who has', async () => {
    await start({}, mayEdit)
    const { status, body } = await put({ settings })
    expect(status).toBe(200)
    const saved = { clusterId, by: admin, atMs: NOON_MS, settings }
    expect(ofCluster(body)).toEqual({ ...asConfigured, ...settings, cluster, saved, mayEdit: true })
    const [entry] = ((await api.call('GET', '/history')).body as History).entries
    expect(entry).toMatchObject({ action: 'edit_automation', by: admin, cluster, detail: { after: settings } })
  })

  it('goes back to what is configured', async () => {
    await start({}, mayEdit)
    await put({ settings })
    const { body } = await put({ settings: null, seenAtMs: NOON_MS })
    expect(ofCluster(body)).toMatchObject({ mode: 'automatic', objective: 'repair', level: 3 })
    expect(ofCluster(body)).not.toHaveProperty('saved')
  })

  it.each([
    { why: 'a mode that is none', body: { settings: { ...settings, mode: 'on' } }, field: 'settings.mode' },
    { why: 'a level beyond 5', body: { settings: { ...settings, level: 6 } }, field: 'settings.level' },
    {
      why: 'a window that cannot be read',
      body: { settings: { ...settings, windows: ['0 22 * * * for 6h', 'at night'] } },
      field: 'settings.windows.1',
    },
    { why: 'a budget below nothing', body: { settings: { ...settings, perDay: -1 } }, field: 'settings.perDay' },
    { why: 'no settings', body: {}, field: 'settings' },
  ])('refuses $why and names the field', async ({ body, field }) => {
    await start({}, mayEdit)
    const reply = await put(body)
    expect(reply).toMatchObject({ status: 400, body: { code: 'invalid-request', fields: [{ path: field }] } })
  })

  it('refuses what was made of settings that have changed since', async () => {
    await start({}, mayEdit)
    await put({ settings })
    const reply = await put({ settings })
    expect(reply).toMatchObject({ status: 409, body: { code: 'state-conflict' } })
    expect((reply.body as { message: string }).message).toContain('has changed the settings of Default since')
  })

  it('needs the permission on the cluster, and a cluster', async () => {
    await start({}, [everywhere('migrate_vm')])
    expect(await put({ settings })).toMatchObject({ status: 403 })
    expect(await put({ settings }, '/clusters/none/automation')).toMatchObject({ status: 404 })
  })
})
