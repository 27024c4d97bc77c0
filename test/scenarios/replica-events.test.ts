/** What is changed through one replica reaches the browsers of another, which answers with it. Each reads the engine by itself once only. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { ClusterPolicy } from '../../shared/api/cluster-policy.ts'
import type { ClusterList } from '../../shared/api/clusters.ts'
import type { AutomationReply } from '../../shared/api/plans.ts'
import type { RecommendationList } from '../../shared/api/recommendations.ts'
import type { Health, UnitList } from '../../shared/api/service.ts'
import type { HostPolicies, TuningList } from '../../shared/api/tuning.ts'
import { describeOnPostgres } from '../fakes/describe-postgres.ts'
import { callXmlRpc } from './call-xml-rpc.ts'
import { eventually } from './eventually.ts'
import { type EventEar, hearEvents } from './hear-events.ts'
import { type EngineProcess, type ServiceProcess, startEngine } from './start-pair.ts'
import { sharedStore, startReplicas } from './start-replicas.ts'

describeOnPostgres('what one replica changes', { timeout: 90_000 }, server => {
  let engine: EngineProcess
  let one: ServiceProcess
  let other: ServiceProcess
  let atOther: EventEar
  let clusterId: string
  beforeAll(async () => {
    engine = await startEngine('--seed', '7', '--start', '2026-03-02T09:00Z')
    const settings = { ...sharedStore(server, 'site'), 'engine-read-interval': '3600' }
    const [first, second] = await startReplicas(engine, settings, 2)
    one = first ?? expect.fail('no replica')
    other = second ?? expect.fail('no second replica')
    const { clusters } = await eventually('all clusters are shared out and advised on', async () => {
      const shares = await Promise.all([one, other].map(async ({ api }) => (await api.get<Health>('/health')).replicas))
      if (!shares.every(share => share?.count === 2 && share.clusters > 0 && share.clusters < 3)) return undefined
      const lists = await Promise.all([one, other].map(({ api }) => api.get<ClusterList>('/clusters')))
      return lists.every(({ clusters }) => clusters.every(({ advice }) => advice !== undefined)) && lists[0]
    })
    clusterId = clusters.find(({ name }) => name === 'Default')?.id ?? ''
    atOther = await hearEvents(other)
  }, 180_000)
  afterAll(async () => {
    await atOther?.[Symbol.asyncDispose]()
    await Promise.all([one, other].map(replica => replica?.process.stop()))
    await engine.process.stop()
  })
  beforeEach(() => atOther.forget())

  const openAt = async ({ api }: ServiceProcess) =>
    (await api.get<RecommendationList>('/recommendations?state=open')).recommendations.map(({ id }) => id)
  const ofCluster = ({ clusters }: AutomationReply) => clusters.find(({ cluster }) => cluster.id === clusterId)

  it('are recommendations: they are told of, and open at neither', async () => {
    const { recommendations } = await one.api.get<RecommendationList>('/recommendations?state=open')
    const { id, cluster } = recommendations[0] ?? expect.fail('nothing is recommended')
    expect(await openAt(other)).toContain(id)
    expect((await one.api.send('POST', `/recommendations/${id}/dismiss`, { reason: 'not now' })).status).toBe(200)
    await atOther.hears('recommendations', of => of.type === 'recommendations' && of.clusterId === cluster.id)
    expect(await openAt(other)).not.toContain(id)
  })

  it('is the policy of a cluster: it is told of, and read from the engine', async () => {
    const policyAt = ({ api }: ServiceProcess) => api.get<ClusterPolicy>(`/clusters/${clusterId}/policy`)
    const { version, properties } = await policyAt(one)
    const values = Object.fromEntries(properties.flatMap(({ name, value }) => (value ? [[name, value]] : [])))
    const number = properties.find(({ editable, parameter }) => editable && parameter.type === 'integer')
    const { name, value: before, parameter } = number ?? expect.fail('no number can be set')
    const least = parameter.type === 'integer' ? parameter.min : 0
    const value = `${Number(before) === least ? least + 1 : least}`
    const change = { version, properties: { ...values, [name]: value } }
    expect((await one.api.send('PUT', `/clusters/${clusterId}/policy`, change)).status).toBe(200)
    await atOther.hears('policy', of => of.type === 'policy' && of.clusterId === clusterId)
    expect((await policyAt(other)).properties.find(of => of.name === name)?.value).toBe(value)
    expect(await other.api.send('PUT', `/clusters/${clusterId}/policy`, change)).toMatchObject({
      status: 409,
      body: { code: 'policy-changed' },
    })
  })

  it('are the units that are disabled: they are told of, and the engine is offered them no more', async () => {
    const unit = 'host_memory_balance'
    const switchAt = ({ api }: ServiceProcess, enabled: boolean) =>
      api.send('PUT', `/policy-units/${unit}/enabled`, { enabled, reason: 'rack 4' })
    const stateAt = async ({ api }: ServiceProcess) =>
      (await api.get<UnitList>('/policy-units')).units.find(({ id }) => id === unit)
    const offeredBy = async ({ xmlrpc }: ServiceProcess) =>
      Object.keys((await callXmlRpc(xmlrpc, 'discover')).balance ?? {})
    expect(await offeredBy(other)).toContain(unit)
    expect((await switchAt(one, false)).status).toBe(200)
    await atOther.hears('units', ({ type }) => type === 'units')
    expect(await stateAt(other)).toMatchObject({ state: 'disabled', disabled: { why: 'rack 4' } })
    expect(await offeredBy(other)).not.toContain(unit)
    expect((await switchAt(other, true)).status).toBe(200)
    await eventually('it is enabled at the first', async () => (await stateAt(one))?.state === 'active')
  })

  it('is what may be done automatically: the other answers with it, and refuses what was not told of it', async () => {
    const settings = { mode: 'off', objective: 'none', level: 2, windows: [], perHour: 3, perDay: 4 }
    const set = ({ api }: ServiceProcess) =>
      api.send<AutomationReply>('PUT', `/clusters/${clusterId}/automation`, { settings })
    expect((await set(one)).status).toBe(200)
    expect(ofCluster(await other.api.get<AutomationReply>('/automation'))).toMatchObject({ ...settings, saved: {} })
    expect(await set(other)).toMatchObject({ status: 409, body: { code: 'state-conflict' } })
  })

  it('is how hosts are tuned, and by which policies: the other goes by them', async () => {
    const settings = { mode: 'dry-run', takeOver: false, pinning: 'off', memory: 'balancer' }
    const change = { settings, seenAtMs: 0 }
    expect((await one.api.send('PUT', `/clusters/${clusterId}/tuning`, change)).status).toBe(200)
    const heard = await eventually('it is set at the other', async () => {
      const { clusters } = await other.api.get<TuningList>(`/tuning?clusterId=${clusterId}`)
      return clusters[0]?.saved && clusters[0]
    })
    expect(heard.settings).toEqual(settings)
    expect((await other.api.send('PUT', `/clusters/${clusterId}/tuning`, change)).status).toBe(409)
    const policy = { name: '50-site', text: '(Host.Control "ksm_run" 0)' }
    expect((await other.api.send('PUT', `/clusters/${clusterId}/host-policies`, policy)).status).toBe(200)
    await eventually('the policy is followed at the first', async () => {
      const { policies } = await one.api.get<HostPolicies>(`/clusters/${clusterId}/host-policies`)
      return policies.some(({ name, text }) => name === policy.name && text === policy.text)
    })
  })

  it('is known once they hear each other again, where they could not when it was changed', async () => {
    const unit = 'host_memory_balance'
    const listening = "query ilike 'listen %' or query ilike '%pg_notify%'"
    const all = `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and (${listening})`
    expect(server.psql(all).split('\n')).toEqual(['t', 't', ''])
    expect(
      (await one.api.send('PUT', `/policy-units/${unit}/enabled`, { enabled: false, reason: 'deaf' })).status,
    ).toBe(200)
    await atOther.hears('units', ({ type }) => type === 'units')
    await eventually('it is disabled at the other', async () => {
      const { units } = await other.api.get<UnitList>('/policy-units')
      return units.find(({ id }) => id === unit)?.disabled?.why === 'deaf'
    })
  })
})
