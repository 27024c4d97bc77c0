import { describe, expect, it } from 'vitest'
import type { HostPolicies, HostTuning, TuningList } from '../../shared/api/tuning.ts'
import type { WatchedHost } from '../../shared/model/watched-host.ts'
import { nothingTuned } from '../../shared/plan/tuning-state.ts'
import { apiPerTest } from '../../test/fakes/api-server.ts'
import { aCluster, aSnapshot, NOON_MS } from '../../test/fakes/builders.ts'
import { anAdministrator, aSnapshotSource, everywhere, fakeAuth } from '../../test/fakes/services.ts'
import { fakeTuning } from '../../test/fakes/tuning.ts'
import { controllerNames } from '../tuning/knobs/controllers.ts'
import type { TunedHostView } from '../tuning/tuned-host.ts'
import type { ApiDeps } from './api-app.ts'

const { id } = aCluster()
const start = apiPerTest()
const snapshots = aSnapshotSource({
  snapshot: aSnapshot({ clusters: [aCluster(), aCluster({ id: 'c2', name: 'Lab' })] }),
})
const editor = { auth: fakeAuth(undefined, { [anAdministrator.id]: [everywhere('edit_cluster_configuration')] }) }
const reader = { auth: fakeAuth(undefined, { [anAdministrator.id]: [] }) }
const api = (over: Partial<ApiDeps> = {}) => start({ snapshots, ...editor, ...over })
const enforce = { settings: { mode: 'enforce', takeOver: false }, seenAtMs: 0 }

describe('/tuning', () => {
  it('lists every cluster, or one', async () => {
    const { call } = await api()
    const all = (await call('GET', '/tuning')).body as TuningList
    expect(all.clusters.map(({ cluster, settings }) => `${cluster.name} ${settings.mode}`)).toEqual([
      'Default observe',
      'Lab observe',
    ])
    const one = (await call('GET', '/tuning?clusterId=c2')).body as TuningList
    expect(one.clusters.map(({ cluster }) => cluster.name)).toEqual(['Lab'])
    expect((await call('GET', '/tuning?clusterId=none')).status).toBe(404)
  })

  it.each([
    { controllers: controllerNames, knobs: ['balloon', 'ksm', 'cpu', 'io', 'request'] },
    { controllers: ['Requests', 'KSM', 'KSM'] as const, knobs: ['ksm', 'request'] },
    { controllers: [], knobs: [] },
  ])('tells that $controllers may move $knobs', async ({ controllers, knobs }) => {
    const { call } = await api({ tuning: fakeTuning({ controllers }).tuning })
    expect((await call('GET', `/tuning?clusterId=${id}`)).body).toMatchObject({ clusters: [{ knobs }] })
  })

  it('sets a cluster, writes down who did, and goes back to what is configured', async () => {
    const { tuning, audit, kept } = fakeTuning()
    const { call } = await api({ tuning })
    const set = (await call('PUT', `/clusters/${id}/tuning`, { json: enforce })).body as TuningList
    expect(set.clusters[0]).toMatchObject({ settings: { mode: 'enforce' }, configured: { mode: 'observe' } })
    expect(audit).toMatchObject([{ action: 'edit_tuning', by: { name: anAdministrator.name }, cluster: { id } }])
    const back = { settings: null, seenAtMs: NOON_MS }
    expect((await call('PUT', `/clusters/${id}/tuning`, { json: back })).status).toBe(200)
    expect(kept().saved).toEqual([])
  })

  const refused = [
    { why: 'somebody set it meanwhile', json: { ...enforce, seenAtMs: 5 }, status: 409, code: 'state-conflict' },
    { why: 'there is no such mode', json: { settings: { mode: 'on', takeOver: false }, seenAtMs: 0 }, status: 400 },
    { why: 'the permission is missing', json: enforce, over: reader, status: 403 },
  ]
  for (const { why, json, status, code, over } of refused) {
    it(`changes nothing where ${why}`, async () => {
      const { tuning, kept } = fakeTuning()
      const { call } = await api({ tuning, ...over })
      const reply = await call('PUT', `/clusters/${id}/tuning`, { json })
      expect(reply.status).toBe(status)
      if (code !== undefined) expect(reply.body).toMatchObject({ code })
      expect(kept().saved).toEqual([])
    })
  }
})

describe('/clusters/{id}/host-policies', () => {
  const path = `/clusters/${id}/host-policies`
  const save = (name: string, text: string | null) => ({ json: { name, text } })

  it('adds, replaces, leaves out and resets, in order of names', async () => {
    const { tuning, kept } = fakeTuning()
    const { call } = await api({ tuning })
    await call('PUT', path, save('20_mine', '(defvar mine base)'))
    const replaced = (await call('PUT', path, save('10_base', '(defvar base 2)'))).body as HostPolicies
    expect(replaced.policies.map(({ name, origin, replaces }) => [name, origin, replaces])).toEqual([
      ['10_base', 'saved', true],
      ['20_mine', 'saved', undefined],
    ])
    expect((await call('PUT', path, save('20_mine', null))).status).toBe(200)
    const without = (await call('PUT', path, save('10_base', null))).body as HostPolicies
    expect([without.policies, without.leftOut]).toEqual([[], ['10_base']])
    const reset = (await call('POST', `${path}/reset`)).body as HostPolicies
    expect(reset.policies.map(({ name, origin }) => [name, origin])).toEqual([['10_base', 'built-in']])
    expect(kept().policies).toEqual([])
  })

  const bad = [
    { why: 'cannot be read', text: '(with Guests', at: '20_bad:1:1' },
    { why: 'would fail in every cycle', text: '\n  (set bas 3)', at: '20_bad:2:8' },
  ]
  for (const { why, text, at } of bad) {
    it(`refuses one that ${why}, with its place, and keeps those before`, async () => {
      const { tuning, kept } = fakeTuning()
      const { call } = await api({ tuning })
      const reply = await call('PUT', path, save('20_bad', text))
      expect(reply.body).toMatchObject({ code: 'bad-host-policy', fields: [{ path: at }] })
      expect(kept().policies).toEqual([])
      const { body } = await call('POST', `${path}/check`, save('20_bad', text))
      expect(body).toMatchObject({ usable: false, findings: [{ level: 'error', policy: '20_bad' }] })
    })
  }

  it('refuses to leave out what another one needs', async () => {
    const { call } = await api({ tuning: fakeTuning({ texts: { a: '(defvar x 1)', b: '(set x 2)' } }).tuning })
    expect((await call('PUT', path, save('a', null))).body).toMatchObject({ code: 'bad-host-policy' })
  })

  it('stands on the configured ones when the saved ones fit no longer', async () => {
    const policy = { clusterId: id, name: '20_mine', text: '(set gone 1)', by: { id: 'u', name: 'x' }, atMs: 1 }
    const { tuning } = fakeTuning({ state: { ...nothingTuned, policies: [policy] } })
    await tuning.settings.load()
    const { call } = await api({ tuning })
    const { problem } = (await call('GET', path)).body as HostPolicies
    expect(problem).toMatchObject({ code: 'bad-host-policy', message: expect.stringContaining('20_mine:1:') })
  })
})

describe('/hosts/{id}/tuning and history', () => {
  const host: WatchedHost = {
    id: 'host1',
    name: 'host1',
    cluster: { id, name: 'Default' },
    via: { kind: 'vdsm' },
    standing: 'connected',
    sinceMs: NOON_MS,
    lostConnections: 0,
  }
  const hosts = { list: () => [host], find: (asked: string) => (asked === host.id ? host : undefined) }

  it('tells what is done there and why not what is set', async () => {
    const because = { code: 'mom-active', values: {}, text: 'MOM runs.' }
    const tuned: TunedHostView = {
      mode: { mode: 'observe', because },
      wantedMode: 'enforce',
      pinning: { mode: 'off', wantedMode: 'off' },
      memory: 'policy',
      decisions: [],
      pressures: [],
      arrived: new Map(),
    }
    const { call } = await api({ hosts, tuning: fakeTuning({ tuned: { [host.id]: tuned } }).tuning })
    const body = (await call('GET', `/hosts/${host.id}/tuning`)).body as HostTuning
    expect(body).toMatchObject({ mode: 'observe', wantedMode: 'enforce', because, decisions: [], mayEdit: true })
  })

  const modes = (mode: string | null, seenAtMs = 0) => ({
    json: { modes: mode === null ? null : { pinning: mode }, seenAtMs },
  })

  it('sets the modes of one host, and back to those of its cluster', async () => {
    const { tuning, kept, audit } = fakeTuning()
    const { call } = await api({ hosts, tuning })
    const set = await call('PUT', `/hosts/${host.id}/tuning`, modes('enforce'))
    expect(set.body).toMatchObject({ saved: { modes: { pinning: 'enforce' } } })
    expect(tuning.settings.settingsOfHost(host, host.cluster)).toMatchObject({ mode: 'observe', pinning: 'enforce' })
    const late = await call('PUT', `/hosts/${host.id}/tuning`, modes('off'))
    expect(late.body).toMatchObject({ code: 'state-conflict' })
    await call('PUT', `/hosts/${host.id}/tuning`, modes(null, NOON_MS))
    expect(kept().hosts).toEqual([])
    expect(audit.map(({ detail }) => detail?.host)).toEqual(['host1', 'host1'])
  })

  it('refuses a mode that there is not', async () => {
    const { call } = await api({ hosts })
    expect((await call('PUT', `/hosts/${host.id}/tuning`, modes('always'))).status).toBe(400)
  })

  it('has no picture of a host that was not looked at twice', async () => {
    const { call } = await api({ hosts })
    const { body } = await call('GET', `/hosts/${host.id}/pins`)
    expect(body).toEqual({ cores: [], vcpus: [], leftAlone: [], proposed: [], heat: [] })
  })

  it('knows no other hosts', async () => {
    const { call } = await api({ hosts })
    expect((await call('GET', '/hosts/none/tuning')).status).toBe(404)
    expect((await call('GET', '/hosts/none/history')).status).toBe(404)
    expect((await call('GET', `/hosts/${host.id}/history`)).body).toEqual({ figures: [] })
  })
})
