/** Plugins over real processes: added, edited, broken, removed while the service runs and while it is down. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { XmlRpcValue } from '../../server/protocol/xmlrpc/xml-rpc-value.ts'
import type { UnitList } from '../../shared/api/service.ts'
import { callXmlRpc } from './call-xml-rpc.ts'
import { eventually } from './eventually.ts'
import { type Caller, callerAt, signIn } from './sign-in.ts'
import { type EngineProcess, startEngine, startService as startPaired } from './start-pair.ts'
import type { RunningProcess } from './start-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-plugins-'))
const plugins = join(folder, 'plugins')
mkdirSync(plugins)
const file = (name: string, content: string) => writeFileSync(join(plugins, name), content)

const oddHosts = (verdict: string) => `
import { accept, defineUnit, integer, reject } from 'ovirt-scheduler/sdk'
export default defineUnit({
  id: 'odd_hosts',
  description: 'For the test',
  parameters: { odd_limit: integer({ label: 'Limit', help: 'For the test', min: 0, max: 9, default: 3 }) },
  filter: (_vm, host, { odd_limit }) => ${verdict},
})
`

let engine: EngineProcess
let service: RunningProcess
let api: Caller
let engineApi: Caller
let sim: Caller
let xmlrpc: number

/** The engine must know it before the service runs. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

async function startService(): Promise<void> {
  const started = await startPaired(engine, {
    'xmlrpc-port': String(xmlrpc),
    'store-file': join(folder, 'store.db'),
    'units-directory': plugins,
    'units-fallback-policy': 'none',
    'legacy-directory': '',
  })
  service = started.process
  api = started.api
}

beforeAll(async () => {
  file('odd.ts', oddHosts('accept'))
  xmlrpc = await freePort()
  engine = await startEngine('--seed', '7', '--scheduler-url', `http://127.0.0.1:${xmlrpc}/`)
  engineApi = engine.api
  sim = engine.sim
  await startService()
}, 120_000)

afterAll(async () => {
  await service.stop()
  await engine.process.stop()
  rmSync(folder, { recursive: true })
})

type Events = { event?: { origin: string; description: string }[] }
const ourEvents = async () => {
  const { event = [] } = await engineApi.get<Events>('/events?max=200')
  return event.filter(({ origin }) => origin === 'ovirt-scheduler').map(({ description }) => description)
}
const units = async () => (await api.get<UnitList>('/policy-units')).units
const call = (method: string, ...params: XmlRpcValue[]) => callXmlRpc(`http://127.0.0.1:${xmlrpc}/`, method, ...params)
type Item = { id: string; name: string; status: string }
const askFilter = async () => {
  const { host } = await engineApi.get<{ host: Item[] }>('/hosts')
  const { vm } = await engineApi.get<{ vm: Item[] }>('/vms')
  const running = vm.find(({ status }) => status === 'up')?.id ?? ''
  return call(
    'runFilters',
    ['odd_hosts'],
    host.map(({ id }) => id),
    running,
    {},
  )
}

describe('plugins of a running service', { timeout: 90_000 }, () => {
  it('are there from its start, isolated, and not yet seen by an engine that started before', async () => {
    const found = await eventually('the engine being read', async () => {
      const list = await units()
      return list.find(({ id, engine: seen }) => id === 'odd_hosts' && seen === 'not_seen')
    })
    expect(found).toMatchObject({
      kind: 'script',
      isolation: 'kernel',
      state: 'active',
      source: join(plugins, 'odd.ts'),
    })
    await eventually('the event of the engine', async () =>
      (await ourEvents()).some(text => /odd_hosts was added/.test(text)),
    )
  })

  it('answer the engine with what was last read of it', async () => {
    const { result_code: code, result } = await askFilter()
    expect(code).toBe(0)
    expect(result).not.toHaveLength(0)
  })

  it('are replaced between two calls when they are edited, and audited', async () => {
    file('odd.ts', oddHosts("reject('limit ' + odd_limit + ', ' + host.name)"))
    await eventually('the new version', async () => {
      const { result } = await askFilter()
      return Array.isArray(result) && result.length === 0
    })
    expect(JSON.stringify((await askFilter()).reasons)).toContain('odd_hosts: limit 3, host')
    await eventually('the event', async () => (await ourEvents()).some(text => /odd_hosts was changed/.test(text)))
  })

  it('keep their last good version when an edit breaks them, and say so', async () => {
    file('odd.ts', 'export default {')
    const plugin = await eventually('the news', async () => {
      const list = await api.get<UnitList>('/policy-units')
      return list.plugins.find(({ state }) => state === 'outdated')
    })
    expect(plugin.problems.join()).toMatch(/SyntaxError/)
    expect((await askFilter()).result).toEqual([])
    expect((await ourEvents()).some(text => /removed/.test(text))).toBe(false)
  })

  it('that bring a name twice are refused, and both files are named', async () => {
    file('odd.ts', oddHosts('accept'))
    file('twin.ts', oddHosts('accept'))
    const plugin = await eventually('the refusal', async () => {
      const list = await api.get<UnitList>('/policy-units')
      return list.plugins.find(({ file: path, state }) => path.endsWith('twin.ts') && state === 'refused')
    })
    expect(plugin.problems.join()).toContain(
      `${join(plugins, 'twin.ts')}: odd_hosts has the name of a unit that ${join(plugins, 'odd.ts')} brings`,
    )
    rmSync(join(plugins, 'twin.ts'))
  })

  it('that are removed while a policy uses them are reported, and the clusters get the fallback policy', async () => {
    // The engine starts again and discovers us; a policy of its own then uses the unit.
    await sim.send('POST', '/engine', { externalSchedulerEnabled: true, restart: true })
    const token = await signIn(engine.origin)
    engineApi = callerAt(`${engine.origin}/ovirt-engine/api`, token)
    api = callerAt(service.match[1] ?? '', token)
    const unit = await eventually('the engine knowing the unit', async () => {
      const { scheduling_policy_unit: known } = await engineApi.get<{ scheduling_policy_unit: Item[] }>(
        '/schedulingpolicyunits',
      )
      return known.find(({ name }) => name === 'odd_hosts')
    })
    const policy = await engineApi.send<Item>('POST', '/schedulingpolicies', { name: 'with_odd_hosts' })
    expect(policy.status).toBe(201)
    const filters = `/schedulingpolicies/${policy.body.id}/filters`
    expect(
      (await engineApi.send('POST', filters, { scheduling_policy_unit: { id: unit.id }, position: 0 })).status,
    ).toBe(200)
    const { cluster } = await engineApi.get<{ cluster: Item[] }>('/clusters')
    const lab = cluster.find(({ name }) => name === 'Lab')
    await engineApi.send('PUT', `/clusters/${lab?.id}`, { scheduling_policy: { id: policy.body.id } })
    await eventually('the service seeing who uses it', async () => {
      const found = (await units()).find(({ id }) => id === 'odd_hosts')
      return found?.engine === 'seen' && found.usedBy.some(({ name }) => name === 'Lab')
    })

    rmSync(join(plugins, 'odd.ts'))
    await eventually('the fallback', async () =>
      (await ourEvents()).includes('Lab was moved to the policy none: the unit odd_hosts is gone.'),
    )
    expect(await ourEvents()).toContain(
      'The policy unit odd_hosts was removed, and the policy of Lab uses it. These clusters are moved to none.',
    )
    const now = await engineApi.get<{ scheduling_policy: { id: string } }>(`/clusters/${lab?.id}`)
    const { scheduling_policy: all } = await engineApi.get<{ scheduling_policy: Item[] }>('/schedulingpolicies')
    expect(all.find(({ id }) => id === now.scheduling_policy.id)?.name).toBe('none')
  })

  it('that came while the service was down are noticed when it starts, and those it knew are no news', async () => {
    await service.stop()
    file('late.py', 'class late(object):\n    def do_filter(self, hosts, vm, properties):\n        print(hosts)\n')
    await startService()
    await eventually('the event', async () => (await ourEvents()).some(text => /policy unit late was added/.test(text)))
    const before = (await ourEvents()).length
    await service.stop()
    await startService()
    expect((await units()).map(({ id }) => id)).toContain('late')
    expect(await ourEvents()).toHaveLength(before)
  })
})
