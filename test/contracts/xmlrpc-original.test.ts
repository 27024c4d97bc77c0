/**
 * Our endpoint beside the original daemon, with the same calls: where they agree, and each row where ours is mended.
 * OVIRT_SCHEDULER_PROXY_DIR names a checkout of ovirt-scheduler-proxy; without it there is nothing to compare with.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeReply } from '../../server/protocol/xmlrpc/decode-reply.ts'
import { encodeCall } from '../../server/protocol/xmlrpc/encode-call.ts'
import { XmlRpcFault } from '../../server/protocol/xmlrpc/xml-rpc-error.ts'
import type { XmlRpcValue } from '../../server/protocol/xmlrpc/xml-rpc-value.ts'
import { reason } from '../../shared/policy/reason.ts'
import { accept, type PolicyUnit, reject } from '../../shared/policy/unit.ts'
import { aHost, aSnapshot, aVm } from '../fakes/builders.ts'
import { type OriginalDaemon, startOriginalDaemon } from '../fakes/original-daemon.ts'
import { startEndpoint, type TestEndpoint } from '../fakes/start-endpoint.ts'

const sourceDir = process.env.OVIRT_SCHEDULER_PROXY_DIR
const H1 = '11111111-1111-1111-1111-111111111111'
const H2 = '22222222-2222-2222-2222-222222222222'
const VM = '33333333-3333-3333-3333-333333333333'
const because = reason('test', 'A test.')

const plugins = `
class good(object):
    def do_filter(self, hosts, vm, properties):
        '''D'''
        print(hosts)
    def do_score(self, hosts, vm, properties):
        '''D'''
        print([(host, 50) for host in hosts])
    def do_balance(self, hosts, properties):
        '''D'''
        print(('${VM}', ['${H1}']))

class none(object):
    def do_filter(self, hosts, vm, properties):
        '''D'''
        print([])

class broken(object):
    def do_filter(self, hosts, vm, properties):
        '''D'''
        raise ValueError('raised')
    def do_score(self, hosts, vm, properties):
        '''D'''
        raise ValueError('raised')
    def do_balance(self, hosts, properties):
        '''D'''
        raise ValueError('raised')

class half(object):
    def do_score(self, hosts, vm, properties):
        '''D'''
        print([(host, 49.5) for host in hosts])

class idle(object):
    def do_balance(self, hosts, properties):
        '''D'''
`
const raise = () => {
  throw new Error('raised')
}
const nothing = { because, skippedHosts: [], skippedVms: [] }
const unit = (id: string, over: Partial<PolicyUnit>): PolicyUnit => ({ id, description: 'D', parameters: {}, ...over })
const units = [
  unit('good', {
    filter: () => accept,
    score: () => 50,
    balance: () => ({ ...nothing, move: { vmId: VM, fromHostId: H2, toHostIds: [H1], because } }),
  }),
  unit('none', { filter: () => reject(reason('no', 'No.')) }),
  unit('broken', { filter: raise, score: raise, balance: raise }),
  unit('half', { score: () => 50.5 }),
  unit('idle', { balance: () => nothing }),
]

type Row = Readonly<{ why: string; method: string; params: XmlRpcValue[]; original: unknown; ours?: unknown }>

const filter = (names: string[]): Pick<Row, 'method' | 'params'> => ({
  method: 'runFilters',
  params: [names, [H1, H2], VM, {}],
})
const score = (pairs: [string, number][]): Pick<Row, 'method' | 'params'> => ({
  method: 'runCostFunctions',
  params: [pairs, [H1, H2], VM, {}],
})
const balance = (name: string): Pick<Row, 'method' | 'params'> => ({
  method: 'runLoadBalancing',
  params: [name, [H1, H2], {}],
})
const missing = { nope: ["plugin not found: 'nope'"] }
const failed = { broken: ['broken failed: raised'] }
const each = (cost: number | string) => [
  [H1, cost],
  [H2, cost],
]
const ok = (result: unknown) => ({ result_code: 0, result })
const bad = (result: unknown, complaints: object) => ({ result_code: 1, result, ...complaints })
const ALL = [H1, H2]

const rows: Row[] = [
  { why: 'a filter', ...filter(['good']), original: ok(ALL) },
  {
    why: 'a filter beside an unknown one',
    ...filter(['good', 'nope']),
    original: bad(ALL, { plugin_errors: missing }),
  },
  {
    why: 'only an unknown filter',
    ...filter(['nope']),
    original: bad(ALL, { plugin_errors: missing, errors: ['all filters failed'] }),
  },
  { why: 'no filter', ...filter([]), original: bad(ALL, { errors: ['all filters failed'] }) },
  { why: 'a filter that lets nothing through', ...filter(['good', 'none']), original: ok([]) },
  {
    why: 'a filter beside a failing one',
    ...filter(['good', 'broken']),
    original: ok(ALL),
    ours: bad(ALL, { plugin_errors: failed }),
  },
  {
    why: 'only a failing filter',
    ...filter(['broken']),
    original: bad(ALL, { errors: ['all filters failed'] }),
    ours: bad(ALL, { plugin_errors: failed, errors: ['all filters failed'] }),
  },
  { why: 'a score with its factor', ...score([['good', 2]]), original: ok(each(100)) },
  { why: 'an unknown score', ...score([['nope', 1]]), original: bad([], { plugin_errors: missing }) },
  {
    why: 'a score beside a failing one',
    ...score([
      ['broken', 1],
      ['good', 2],
    ]),
    original: ok(each(100)),
    ours: bad(each(100), { plugin_errors: failed }),
  },
  {
    // The engine fails to start the VM on a score that is a double; decodeReply keeps it as text for that reason.
    why: 'a score that is no whole number',
    ...score([['half', 1]]),
    original: ok(each('49.5')),
    ours: ok(each(50)),
  },
  { why: 'a balancer', ...balance('good'), original: ok([VM, [H1]]) },
  { why: 'a balancer with nothing to do', ...balance('idle'), original: ok(['', []]) },
  {
    why: 'a failing balancer',
    ...balance('broken'),
    original: ok(['', []]),
    ours: bad(['', []], { plugin_errors: failed }),
  },
  {
    why: 'an unknown balancer',
    ...balance('nope'),
    original: bad([], { plugin_errors: { nope: ['Load balance requested but was not found: nope'] } }),
    ours: bad(['', []], { plugin_errors: { nope: ['Load balance requested but was not found: nope'] } }),
  },
]

const title = sourceDir ?? 'skipped: OVIRT_SCHEDULER_PROXY_DIR names no checkout of ovirt-scheduler-proxy'
describe.skipIf(sourceDir === undefined)(`the original daemon (${title})`, () => {
  let pluginDir: string
  let daemon: OriginalDaemon
  let endpoint: TestEndpoint
  beforeAll(async () => {
    pluginDir = await mkdtemp(join(tmpdir(), 'original-daemon-'))
    await writeFile(join(pluginDir, 'contract.py'), plugins)
    daemon = await startOriginalDaemon(sourceDir ?? '', pluginDir)
    const snapshot = aSnapshot({ hosts: [aHost({ id: H1 }), aHost({ id: H2 })], vms: [aVm({ id: VM, hostId: H2 })] })
    endpoint = await startEndpoint(units, { snapshot }, { scores: 'summed' })
  }, 40_000)
  afterAll(async () => {
    await daemon.stop()
    await endpoint.close()
    await rm(pluginDir, { recursive: true })
  })

  /** With hosts in one order, since the original's sets have none, and without what the engine ignores. */
  const ask = async (port: number, method: string, params: XmlRpcValue[]): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: encodeCall(method, params) })
    const { reasons: _, because: __, ...reply } = Object(decodeReply(await response.text()))
    if (method === 'runFilters') reply.result = reply.result.toSorted()
    return reply
  }

  for (const { why, method, params, original, ours = original } of rows) {
    it(`${why}: ${ours === original ? 'both answer alike' : 'ours is mended'}`, async () => {
      expect(await ask(daemon.port, method, params)).toEqual(original)
      expect(await ask(endpoint.port, method, params)).toEqual(ours)
    })
  }

  it('discovers the same units', async () => {
    expect(await ask(endpoint.port, 'discover', [])).toEqual(await ask(daemon.port, 'discover', []))
  })

  it('has the same methods, and faults with HTTP 200 alike', async () => {
    for (const { port } of [daemon, endpoint]) {
      const post = (body: string) => fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body })
      const methods = decodeReply(await (await post(encodeCall('system.listMethods', []))).text())
      expect(methods).toEqual(expect.arrayContaining(['discover', 'runFilters', 'system.methodHelp']))
      for (const body of [encodeCall('noSuchMethod', []), '<methodCall>', 'text', '']) {
        const response = await post(body)
        expect(response.status).toBe(200)
        const reply = await response.text()
        expect(() => decodeReply(reply)).toThrow(XmlRpcFault)
      }
    }
  })
})
