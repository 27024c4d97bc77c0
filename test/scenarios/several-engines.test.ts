/** One service for two engines, over real processes: each has its own, sees its own, and goes on without the other. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { decodeReply } from '../../server/protocol/xmlrpc/decode-reply.ts'
import { encodeCall } from '../../server/protocol/xmlrpc/encode-call.ts'
import type { XmlRpcValue } from '../../server/protocol/xmlrpc/xml-rpc-value.ts'
import type { ClusterList } from '../../shared/api/clusters.ts'
import type { EngineList } from '../../shared/api/engines.ts'
import { apiBase } from '../../shared/api/paths.ts'
import type { ApplyReply, RecommendationList } from '../../shared/api/recommendations.ts'
import type { Health, UnitList } from '../../shared/api/service.ts'
import { isMove } from '../../shared/plan/recommendation.ts'
import type { Run } from '../../shared/plan/run.ts'
import { freePort } from '../fakes/free-port.ts'
import { eventually } from './eventually.ts'
import { program } from './program.ts'
import { type Caller, callerAt, signIn } from './sign-in.ts'
import { type EngineProcess, startEngine } from './start-pair.ts'
import { type RunningProcess, startProcess } from './start-process.ts'

type Name = 'berlin' | 'oslo'
const names: readonly Name[] = ['berlin', 'oslo']
const seeds = { berlin: '7', oslo: '8' }
const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-several-'))
const configFile = join(folder, 'config.yaml')

const engines = {} as Record<Name, EngineProcess>
/** Of the administrator of each engine, there and here. */
const tokens = {} as Record<Name, string>
const engineApi = {} as Record<Name, Caller>
const api = {} as Record<Name, Caller>
let service: RunningProcess
/** Of the REST API, and of XML-RPC. */
let origin: string
let xmlrpc: number

/** A unit that berlin has and oslo has not. */
const berlinOnly = `
import { accept, defineUnit } from 'ovirt-scheduler/sdk'
export default defineUnit({ id: 'berlin_only', description: 'For the test', parameters: {}, filter: () => accept })
`

function writeConfig(file: string, more: Partial<Record<Name, object>> = {}): void {
  const part = (name: Name) => ({
    engine: {
      url: `${engines[name].origin}/ovirt-engine`,
      username: 'admin@internal',
      passwordFile: join(folder, `${name}.password`),
    },
    units: { directory: join(folder, name) },
    ...more[name],
  })
  const common = {
    rest: { port: 0 },
    xmlrpc: { port: xmlrpc },
    engine: { readInterval: 2 },
    store: { file: join(folder, 'store', 'all.db') },
    legacy: { directory: '' },
  }
  writeFileSync(file, stringify({ ...common, engines: { berlin: part('berlin'), oslo: part('oslo') } }))
}

beforeAll(async () => {
  xmlrpc = await freePort()
  for (const name of names) {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, `${name}.password`), 'admin\n', { mode: 0o600 })
  }
  mkdirSync(join(folder, 'store'))
  writeFileSync(join(folder, 'berlin', 'only.ts'), berlinOnly)
  await Promise.all(
    names.map(async name => {
      const url = `http://127.0.0.1:${xmlrpc}/engines/${name}/`
      engines[name] = await startEngine('--seed', seeds[name], '--start', '2026-03-02T09:00Z', '--scheduler-url', url)
    }),
  )
  writeConfig(configFile)
  service = await startProcess(['serve', '--config', configFile], /"rest":"(http:\/\/[^/]+)\/engines"/)
  origin = service.match[1] ?? ''
  await signInEverywhere()
}, 180_000)

/** An engine that was restarted knows no token of before. */
async function signInEverywhere(): Promise<void> {
  for (const name of names) {
    tokens[name] = await signIn(engines[name].origin)
    engineApi[name] = callerAt(`${engines[name].origin}/ovirt-engine/api`, tokens[name])
    api[name] = callerAt(`${origin}/engines/${name}${apiBase}`, tokens[name])
  }
}

afterAll(async () => {
  await service.stop()
  await Promise.all(names.map(name => engines[name].process.stop()))
  rmSync(folder, { recursive: true })
})

type Item = { id: string; name: string; status: string }
const hostIds = async (name: Name) => (await engineApi[name].get<{ host: Item[] }>('/hosts')).host.map(({ id }) => id)
const clusterIds = async (name: Name) =>
  (await engineApi[name].get<{ cluster: Item[] }>('/clusters')).cluster.map(({ id }) => id).sort()
const seenClusters = (name: Name) =>
  eventually(`the clusters of ${name}`, async () => {
    const { clusters } = await api[name].get<ClusterList>('/clusters').catch(() => ({ clusters: [] }))
    return clusters.length > 0 && clusters
  })

const post = (path: string, method: string, ...params: XmlRpcValue[]) =>
  fetch(`http://127.0.0.1:${xmlrpc}${path}`, { method: 'POST', body: encodeCall(method, params) })
const call = async (name: Name, method: string, ...params: XmlRpcValue[]) =>
  decodeReply(await (await post(`/engines/${name}/`, method, ...params)).text()) as Record<string, XmlRpcValue>

/** The service has taken a free one. */
const atPort = () => ['--rest-port', new URL(origin).port]

/** `ovirt-scheduler …` on the command line. */
function run(...args: readonly string[]): Promise<{ status: number | null; said: string }> {
  const child = spawn(program[0], [program[1], ...args, '--config', configFile], { cwd: root })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', data => {
      said += data
    })
  return new Promise(resolve => child.on('close', status => resolve({ status, said })))
}

describe('one service for two engines', { timeout: 120_000 }, () => {
  it('shows each portal the clusters of its own engine, and no others', async () => {
    for (const name of names) {
      const seen = await seenClusters(name)
      expect(seen.map(({ id }) => id).sort()).toEqual(await clusterIds(name))
    }
    const [berlin, oslo] = await Promise.all(names.map(hostIds))
    expect(berlin?.filter(id => oslo?.includes(id))).toEqual([])
  })

  it('takes the token of one engine at that engine alone', async () => {
    const status = async (at: Name, of: Name) => {
      const headers = { Authorization: `Bearer ${tokens[of]}` }
      return (await fetch(`${origin}/engines/${at}${apiBase}/clusters`, { headers })).status
    }
    expect(await Promise.all(names.map(name => status(name, name)))).toEqual([200, 200])
    expect([await status('berlin', 'oslo'), await status('oslo', 'berlin')]).toEqual([401, 401])
  })

  it('lists the engines, and tells nobody their names who asks for another', async () => {
    await eventually('both engines being read', async () => {
      const { engines } = (await (await fetch(`${origin}/engines`)).json()) as EngineList
      return engines.every(({ state }) => state === 'ok') && engines.map(({ name }) => name).join() === 'berlin,oslo'
    })
    for (const path of ['/engines/paris', `/engines/paris${apiBase}/health`, `${apiBase}/health`, '/']) {
      const reply = await fetch(`${origin}${path}`)
      const text = await reply.text()
      expect([path, reply.status, JSON.parse(text).code]).toEqual([path, 404, 'not-found'])
      expect(text).not.toMatch(/berlin|oslo/)
    }
    for (const path of ['/engines/paris/', '/', '/RPC2']) {
      const reply = await post(path, 'discover')
      expect([path, reply.status]).toEqual([path, 404])
      expect(await reply.text()).not.toMatch(/berlin|oslo/)
    }
    expect(service.output()).toMatch(/An XML-RPC call was for no engine of the configuration/)
  })

  it('keeps an old path below the engine that was asked', async () => {
    const reply = await fetch(`${origin}/engines/oslo${apiBase}/units`, { redirect: 'manual' })
    expect([reply.status, reply.headers.get('location')]).toEqual([308, `/engines/oslo${apiBase}/policy-units`])
  })

  it('streams events below the name of an engine', async () => {
    const ended = new AbortController()
    const headers = { Authorization: `Bearer ${tokens.oslo}` }
    const reply = await fetch(`${origin}/engines/oslo${apiBase}/events`, { headers, signal: ended.signal })
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, expect.stringMatching(/event-stream/)])
    const { value } = (await reply.body?.getReader().read()) ?? {}
    expect(new TextDecoder().decode(value)).not.toBe('')
    ended.abort()
  })

  it('answers each engine on its path with its own units, hosts and VMs', async () => {
    const filtersOf = async (name: Name) => Object.keys((await call(name, 'discover')).filters ?? {})
    expect([await filtersOf('berlin'), await filtersOf('oslo')]).toEqual([['berlin_only'], []])
    for (const name of names) {
      const [hosts, { vm }] = [await hostIds(name), await engineApi[name].get<{ vm: Item[] }>('/vms')]
      const vms = vm.map(({ id }) => id)
      const asked = await call(name, 'runLoadBalancing', 'host_memory_balance', hosts, {})
      const [vmId, targets] = asked.result as [string, string[]]
      expect(vms).toContain(vmId)
      expect(targets.length).toBeGreaterThan(0)
      expect(hosts).toEqual(expect.arrayContaining(targets))
    }
    const strangers = await call(
      'berlin',
      'runFilters',
      ['berlin_only'],
      await hostIds('oslo'),
      await aVm('berlin'),
      {},
    )
    expect(JSON.stringify(strangers)).toMatch(/has not read them yet/)
    const own = await call('berlin', 'runFilters', ['berlin_only'], await hostIds('berlin'), await aVm('berlin'), {})
    expect([own.result_code, own.result]).toEqual([0, await hostIds('berlin')])
  })

  it('is discovered by each engine on its own path', async () => {
    for (const name of names)
      await engines[name].sim.send('POST', '/engine', { externalSchedulerEnabled: true, restart: true })
    await signInEverywhere()
    for (const name of names) {
      const known = await eventually(`what ${name} knows`, async () => {
        const { units } = await api[name].get<UnitList>('/policy-units')
        const seen = units.filter(({ engine }) => engine === 'seen').map(({ id }) => id)
        return seen.length > 0 && seen.toSorted()
      })
      expect(known).toEqual(name === 'berlin' ? ['berlin_only', 'host_memory_balance'] : ['host_memory_balance'])
      expect((await api[name].get<Health>('/health')).xmlrpc.discoveredAtMs).toBeGreaterThan(0)
    }
  })

  it('moves in each engine what that engine was asked for, and remembers it there', async () => {
    const ended = {} as Record<Name, Run>
    for (const name of names) {
      const recommendation = await eventually(`a recommendation of ${name}`, async () => {
        const { recommendations } = await api[name].get<RecommendationList>('/recommendations?state=open')
        return recommendations.find(isMove)
      })
      const { body } = await api[name].send<ApplyReply>('POST', `/recommendations/${recommendation.id}/apply`)
      await engines[name].sim.send('POST', '/clock', { speed: 20 })
      ended[name] = await eventually(`the run of ${name}`, async () => {
        const run = await api[name].get<Run>(`/runs/${body.runId}`)
        return run.endedAtMs !== undefined && run
      })
      await engines[name].sim.send('POST', '/clock', { speed: 1 })
    }
    for (const name of names) {
      expect(ended[name].state).toBe('done')
      const { entries } = await api[name].get<{ entries: { action: string; subject: string }[] }>('/history')
      const applied = entries.filter(({ action }) => action === 'apply').map(({ subject }) => subject)
      expect(applied).toEqual([expect.stringContaining(ended[name].recommendationId)])
      const search = encodeURIComponent(`correlation_id=${ended[name].steps[0]?.correlationId}`)
      const done = await Promise.all(
        names.map(async engine => {
          const { event = [] } = await engineApi[engine].get<{ event?: { code: string }[] }>(`/events?search=${search}`)
          return [engine, event.filter(({ code }) => code === '63').length]
        }),
      )
      expect(done).toEqual(names.map(engine => [engine, engine === name ? 1 : 0]))
    }
  })

  it('counts by engine and cluster, and itself once', async () => {
    const lines = (await (await fetch(`${origin}/metrics`)).text()).split('\n')
    for (const engine of names) {
      const has = (name: string, labels: Record<string, string>) =>
        lines.some(
          line =>
            line.startsWith(`${name}{`) &&
            Object.entries({ ...labels, engine }).every(([k, v]) => line.includes(`${k}="${v}"`)),
        )
      expect(has('ovirt_scheduler_step_duration_seconds_count', { cluster: 'Default', outcome: 'done' })).toBe(true)
      expect(has('ovirt_scheduler_recommendations', { cluster: 'Default', state: 'open' })).toBe(true)
      expect(has('ovirt_scheduler_cluster_score', { cluster: 'Default' })).toBe(true)
      expect(
        has('ovirt_scheduler_xmlrpc_call_duration_seconds_count', { method: 'runLoadBalancing', outcome: 'ok' }),
      ).toBe(true)
      expect(has('ovirt_scheduler_snapshot_age_seconds', {})).toBe(true)
    }
    expect(lines.filter(line => /^ovirt_scheduler_/.test(line) && !/engine="(berlin|oslo)"/.test(line))).toEqual([])
    expect(lines.filter(line => line.startsWith('process_start_time_seconds'))).toHaveLength(1)
    const heads = lines.filter(line => line.startsWith('# TYPE '))
    expect(new Set(heads).size).toBe(heads.length)
  })

  it('tells on the command line which engine it is about, and asks when that is not said', async () => {
    const unsaid = await run('units', 'list', ...atPort())
    expect(unsaid).toEqual({
      status: 2,
      said: 'error: there are several engines; say with --engine-name which one it is about: berlin, oslo\n',
    })
    const listed = await run('units', 'list', '--engine-name', 'oslo', ...atPort())
    expect([listed.status, listed.said]).toEqual([0, expect.stringMatching(/^host_memory_balance /)])
    expect(listed.said).not.toContain('berlin_only')
    expect((await run('store', 'backups', '--engine-name', 'oslo')).said).toContain(join(folder, 'store/backups/oslo'))
    const doctor = await run('doctor', '--json', ...atPort())
    const found = JSON.parse(doctor.said) as { engine: Name; state: string; what: string }[]
    for (const engine of names) {
      const about = found.filter(finding => finding.engine === engine).map(({ state, what }) => `${state} ${what}`)
      expect(about).toContainEqual(
        expect.stringContaining(`ok REST API answers at ${origin}/engines/${engine}${apiBase}`),
      )
      expect(about).toContainEqual(`ok XML-RPC answers at http://127.0.0.1:${xmlrpc}/engines/${engine}/`)
      expect(about).toContainEqual(expect.stringContaining(`at ${engines[engine].origin}/ovirt-engine: `))
    }
    const one = await run('doctor', '--engine-name', 'berlin', ...atPort())
    expect(one.said).toMatch(/^Engine berlin:\n/)
    expect(one.said).not.toContain('oslo')
    expect(await run('setup', '--yes')).toMatchObject({
      status: 2,
      said: expect.stringMatching(/is for several engines/),
    })
  })

  it('goes on with one engine when the other is gone, and says which', async () => {
    await engines.berlin.process.stop('SIGKILL')
    const states = async () => {
      const { engines } = (await (await fetch(`${origin}/engines`)).json()) as EngineList
      return engines.map(({ name, state }) => `${name} ${state}`)
    }
    await eventually('berlin being degraded', async () => (await states()).includes('berlin degraded'))
    const readAt = async () => Date.now() - ((await api.oslo.get<Health>('/health')).engine.snapshotAgeMs ?? Infinity)
    const before = await readAt()
    await eventually('another read of oslo', async () => (await readAt()) > before + 1000)
    expect(await states()).toEqual(['berlin degraded', 'oslo ok'])
    expect((await call('oslo', 'runLoadBalancing', 'host_memory_balance', await hostIds('oslo'), {})).result_code).toBe(
      0,
    )
  })

  it('ends in order with one of its engines gone', async () => {
    expect(await service.stop()).toBe(0)
    expect(service.output()).not.toMatch(/"level":(50|"error")/)
  })
})

const aVm = async (name: Name) => (await engineApi[name].get<{ vm: Item[] }>('/vms')).vm[0]?.id ?? ''

describe('a service for two engines that cannot be', { timeout: 60_000 }, () => {
  const refused = (file: string) => startProcess(['serve', '--config', file], /"rest":/)

  it('says at once what each of them needs, and ends with 2', async () => {
    const file = join(folder, 'no-password.yaml')
    const engine = { url: `${engines.oslo.origin}/ovirt-engine`, passwordFile: join(folder, 'absent') }
    writeConfig(file, { berlin: { units: { grants: ['x'] } }, oslo: { engine } })
    await expect(refused(file)).rejects.toThrow(
      /ended with 2:(.|\n)*error: engines\.berlin: units\.grants(.|\n)*error: engines\.oslo: .*absent/,
    )
  })

  it('ends with 1 where the store of one cannot be used, and has not begun with the other', async () => {
    const file = join(folder, 'damaged.yaml')
    writeFileSync(join(folder, 'damaged.db'), 'not a database, whatever it is'.repeat(400))
    writeConfig(file, { berlin: { store: { file: join(folder, 'damaged.db') } } })
    // Counts down with each request that oslo gets.
    const fault = { kind: 'slow', delayMs: 1, pathContains: '/ovirt-engine', count: 1000 }
    await engines.oslo.sim.send('POST', '/faults', fault)
    await expect(refused(file)).rejects.toThrow(/ended with 1:(.|\n)*engines\.berlin: (.|\n)*damaged\.db/)
    const { http } = await engines.oslo.sim.get<{ http: { faults: { remaining: number }[] } }>('/state')
    expect(http.faults.map(({ remaining }) => remaining)).toEqual([1000])
  })
})
