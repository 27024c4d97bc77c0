import { describe, expect, it } from 'vitest'
import { hostNamed, vmNamed } from '../../../test/fakes/sim-world.ts'
import { aSimulatedEngine } from '../../../test/fakes/simulated-engine.ts'

const names = (items: Iterable<unknown> | undefined) => [...(items ?? [])].map(item => String(Object(item).name))

describe('the root', () => {
  it('says what the engine is, who calls, and links to what there is', async () => {
    const engine = await aSimulatedEngine()
    const { json, headers } = await engine.call('')
    expect(json).toMatchObject({
      product_info: { name: 'oVirt Engine', version: { major: '4', minor: '5' } },
      summary: { hosts: { active: '12', total: '12' } },
      time: engine.world.now(),
    })
    expect(json.link).toContainEqual({ href: '/ovirt-engine/api/hosts?search={query}', rel: 'hosts/search' })
    expect(json.link).toContainEqual({
      href: '/ovirt-engine/api/events;from={event_id}?search={query}',
      rel: 'events/search',
    })
    expect(headers.get('link')).toContain(`<${engine.origin}/ovirt-engine/api/hosts>; rel=hosts`)
  })

  it('summarises for administrators only', async () => {
    const engine = await aSimulatedEngine()
    const token = await engine.logIn('user')
    expect((await engine.get('', { token })).summary).toBeUndefined()
    expect((await engine.get('', { token: await engine.logIn('readonly') })).summary).toBeDefined()
  })

  it('serves every collection it links to', async () => {
    const engine = await aSimulatedEngine()
    for (const { href, rel } of (await engine.get('')).link ?? [])
      if (!String(rel).endsWith('/search')) expect([rel, (await engine.call(String(href))).status]).toEqual([rel, 200])
  })

  const formats = [
    { path: '', accept: undefined, type: 'application/xml' },
    { path: '', accept: '*/*', type: 'application/xml' },
    { path: '/', accept: 'application/json', type: 'application/json' },
    { path: '/v4', accept: 'application/json', type: 'application/json' },
    { path: '?accept=application/json', accept: 'application/xml', type: 'application/json' },
    { path: '', accept: 'text/xml', type: 'application/xml' },
  ]
  for (const { path, accept, type } of formats) {
    it(`answers ${type} at "${path}" when ${accept ?? 'nothing'} is accepted`, async () => {
      const engine = await aSimulatedEngine()
      const reply = await engine.call(path, { headers: { Accept: accept ?? '' } })
      expect([reply.status, reply.headers.get('content-type')?.split(';')[0]]).toEqual([200, type])
    })
  }
  it('keeps /v4 in the hrefs of a caller who chose it', async () => {
    const engine = await aSimulatedEngine()
    expect(String((await engine.get('/v4/clusters')).cluster?.[0]?.href)).toMatch(
      /^\/ovirt-engine\/api\/v4\/clusters\//,
    )
  })
  it('refuses other versions and other formats', async () => {
    const engine = await aSimulatedEngine()
    expect(await engine.call('', { headers: { Version: '3' } })).toMatchObject({ status: 400, text: '' })
    expect((await engine.call('', { headers: { Accept: 'text/csv' } })).status).toBe(406)
    expect((await engine.call('/hosts', { method: 'DELETE' })).status).toBe(405)
    expect((await engine.call('/nothing')).status).toBe(404)
  })
})

describe('a correlation id', () => {
  const cases = [
    { given: 'bal-17', echoed: /^bal-17$/ },
    { given: 'a b;c_d', echoed: /^abc_d$/ },
    { given: 'x'.repeat(50), echoed: /^x{36}$/ },
    { given: undefined, echoed: /^[0-9a-f-]{36}$/ },
  ]
  for (const { given, echoed } of cases) {
    it(`${given} comes back as ${echoed}`, async () => {
      const engine = await aSimulatedEngine()
      const { headers } = await engine.call('', given === undefined ? {} : { headers: { 'Correlation-Id': given } })
      expect(headers.get('correlation-id')).toMatch(echoed)
    })
  }
})

describe('searching', () => {
  const cases = [
    { path: '/vms', search: 'name=app-01', names: ['app-01'] },
    { path: '/vms', search: 'name=APP-0* and status=up sortby name desc page 1', max: 2, names: ['app-09', 'app-07'] },
    { path: '/vms', search: 'name=app-01 or name=app-02 sortby name desc', names: ['app-02', 'app-01'] },
    { path: '/vms', search: 'name=app-01 or name=app-02 status=down', names: [] },
    { path: '/vms', search: 'app-01', names: ['app-01'] },
    { path: '/vms', search: 'id={vm}', names: ['app-01'] },
    { path: '/vms', search: 'on_host={host} and name=app-01', names: ['app-01'] },
    { path: '/hosts', search: 'status=up and cluster=Default sortby name page 1', max: 1, names: ['host1'] },
    { path: '/hosts', search: 'name!=host1 and name=host1', names: [] },
    { path: '/hosts', search: 'memory>40000 and name=host1*', names: [] },
    { path: '/clusters', search: 'name=default', names: ['Default'] },
    { path: '/clusters', search: 'name=default', more: '&case_sensitive=true', names: [] },
    { path: '/users', search: 'usrname=admin@internal-authz', names: ['admin'] },
    // Every invalid query finds nothing instead of failing.
    { path: '/hosts', search: 'colour=red', names: [] },
    { path: '/hosts', search: 'status=upwards', names: [] },
    { path: '/vms', search: 'status=migrating', names: [] },
    { path: '/hosts', search: 'memory>much', names: [] },
    { path: '/hosts', search: 'name>host1', names: [] },
    { path: '/hosts', search: 'sortby colour', names: [] },
    { path: '/hosts', search: "name='host1'", names: [] },
    { path: '/clusters', search: 'id=1', names: [] },
  ]
  for (const { path, search, max, more = '', names: expected } of cases) {
    it(`${path}?search=${search} finds ${expected.join(', ') || 'nothing'}`, async () => {
      const engine = await aSimulatedEngine()
      const vm = vmNamed(engine.world, 'app-01')
      const host = engine.world.state.hosts.get(vm.hostId ?? '')?.name ?? ''
      const query = encodeURIComponent(search.replace('{vm}', vm.id).replace('{host}', host))
      const found = await engine.get(`${path}?search=${query}${max === undefined ? '' : `&max=${max}`}${more}`)
      expect(names(Object.values(found)[0])).toEqual(expected)
    })
  }

  it('pages through everything exactly once', async () => {
    const engine = await aSimulatedEngine()
    const seen: string[] = []
    for (let page = 1; ; page += 1) {
      const found = names((await engine.get(`/vms?search=sortby+name+page+${page}&max=40`)).vm)
      seen.push(...found)
      if (found.length < 40) break
    }
    expect(seen).toHaveLength(engine.world.state.vms.size)
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('finds what carries a tag', async () => {
    const engine = await aSimulatedEngine()
    const vm = vmNamed(engine.world, 'app-01')
    vm.tagIds = [...engine.world.state.tags.values()].filter(tag => tag.name === 'no-balance').map(tag => tag.id)
    expect(names((await engine.get('/vms?search=tag%3Dno-balance')).vm)).toEqual(['app-01'])
    // The tag above finds it too.
    expect(names((await engine.get('/vms?search=tag%3Droot')).vm)).toEqual(['app-01'])
  })
})

describe('following links', () => {
  it('puts statistics, tags and references in place', async () => {
    const engine = await aSimulatedEngine()
    const { host } = await engine.get('/hosts?search=name%3Dhost1&follow=statistics,cluster,numa_nodes')
    expect(names(host?.[0]?.statistics?.statistic)).toContain('memory.free')
    expect(host?.[0]?.cluster?.name).toBe('Default')
    expect(host?.[0]?.host_numa_nodes?.host_numa_node).toHaveLength(1)
  })
  it('goes on below what it followed', async () => {
    const engine = await aSimulatedEngine()
    const { vm } = await engine.get('/vms?search=name%3Dapp-01&follow=host.statistics,cluster.scheduling_policy')
    expect(names(vm?.[0]?.host?.statistics?.statistic)).toContain('cpu.current.idle')
    expect(vm?.[0]?.cluster?.scheduling_policy?.name).toBeTypeOf('string')
  })
  for (const path of [
    '/hosts?follow=colour',
    '/vms?follow=host',
    '/schedulingpolicies?follow=weights',
    '/roles?follow=x',
  ]) {
    it(`fails with 500 for ${path}`, async () => {
      const engine = await aSimulatedEngine()
      expect(await engine.call(path)).toMatchObject({ status: 500, json: { reason: 'Operation Failed' } })
    })
  }
  for (const path of [
    '/schedulingpolicies?follow=filters,balances',
    '/roles?follow=permits',
    '/vms?follow=nics',
    '/hosts?follow=nics,numa_nodes.statistics',
  ]) {
    it(`serves ${path}`, async () => {
      const engine = await aSimulatedEngine()
      expect((await engine.call(path)).status).toBe(200)
    })
  }
})

describe('statistics', () => {
  it('of a host carry two digits and whole percents of memory', async () => {
    const engine = await aSimulatedEngine()
    const host = hostNamed(engine.world, 'host1')
    Object.assign(host.measured, { cpuUserPercent: 0.2, cpuSystemPercent: 0.2, memoryUsedPercent: 41.9 })
    const { text } = await engine.call(`/hosts/${host.id}/statistics`)
    expect(text).toContain('"values":{"value":[{"datum":1.0E+2}]}')
    const { statistic } = await engine.get(`/hosts/${host.id}/statistics`)
    const datum = (name: string) =>
      [...(statistic ?? [])].find(({ name: found }) => String(found) === name)?.values?.value?.[0]?.datum
    expect(datum('memory.used')).toBe(Math.floor(host.memoryBytes * 0.41))
    expect(datum('cpu.current.user')).toBe(0.2)
  })
  it('of a VM are all there while it is down', async () => {
    const engine = await aSimulatedEngine()
    const { vm } = await engine.get('/vms?search=status%3Ddown&max=1&detail=statistics')
    expect(vm?.[0]?.statistics?.statistic).toHaveLength(16)
  })
  it('can be had one by one', async () => {
    const engine = await aSimulatedEngine()
    const path = `/hosts/${hostNamed(engine.world, 'host1').id}/statistics/7816602b-c05c-3db7-a4da-3769f7ad8896`
    expect((await engine.get(path)).name).toBe('memory.total')
  })
})

describe('events', () => {
  it('come newest first, after an index, and with `max` leave the older ones out', async () => {
    const engine = await aSimulatedEngine()
    for (let customId = 1; customId <= 5; customId += 1)
      engine.world.addEvent({
        code: 9801,
        severity: customId === 5 ? 'warning' : 'normal',
        description: `event ${customId}`,
        origin: 'test',
        customId,
        correlationId: `c-${customId}`,
      })
    const last = engine.world.state.events.at(-1)?.index ?? 0
    const indexes = async (query: string) =>
      [...((await engine.get(`/events${query}`)).event ?? [])].map(e => Number(e.index))
    expect(await indexes(`?from=${last - 2}`)).toEqual([last, last - 1])
    expect(await indexes(`;from=${last - 3}?max=1`)).toEqual([last])
    expect(await indexes(`?search=sortby+time+asc&from=${last - 3}&max=1`)).toEqual([last - 2])
    expect(await indexes('?search=severity%3Enormal&max=1')).toEqual([last])
    expect(await indexes('?search=correlation_id%3Dc-2')).toEqual([last - 3])
    expect(await indexes(`?from=${last}`)).toEqual([])
  })
})

describe('options', () => {
  it('give the migration policies as JSON text', async () => {
    const engine = await aSimulatedEngine()
    const { values } = await engine.get('/options/MigrationPolicies')
    const policies: unknown = JSON.parse(String(values?.system_option_value?.[0]?.value))
    expect(policies).toContainEqual(expect.objectContaining({ name: 'Minimal downtime', maxMigrations: 2 }))
    expect((await engine.call('/options/Nonsense')).status).toBe(404)
  })
})

it('packs large replies when asked', async () => {
  const engine = await aSimulatedEngine()
  const { headers } = await engine.call('/vms', { headers: { 'Accept-Encoding': 'gzip' } })
  expect(headers.get('content-encoding')).toBe('gzip')
})
