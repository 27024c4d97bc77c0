/** The XML-RPC door as its clients see it: the engine's Apache library, Python's standard client, the original tests. */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeCall } from '../../server/protocol/xmlrpc/decode-call.ts'
import { decodeReply } from '../../server/protocol/xmlrpc/decode-reply.ts'
import { encodeCall } from '../../server/protocol/xmlrpc/encode-call.ts'
import { reason } from '../../shared/policy/reason.ts'
import { accept, type PolicyUnit } from '../../shared/policy/unit.ts'
import { aHost, aSnapshot, aVm, NOON_MS } from '../fakes/builders.ts'
import { callWithPython, describePythonClient } from '../fakes/python-client.ts'
import { exchange, readRecordedRequest } from '../fakes/raw-http.ts'
import { startEndpoint, type TestEndpoint } from '../fakes/start-endpoint.ts'

const H1 = '11111111-1111-1111-1111-111111111111'
const H2 = '22222222-2222-2222-2222-222222222222'
const VM = '33333333-3333-3333-3333-333333333333'
const fixtures = new URL('../fixtures/xmlrpc/', import.meta.url)
const because = reason('test', 'A test.')

/** The plugins of the original project's own tests, as units of ours. */
const testPlugin: PolicyUnit = {
  id: 'test_plugin',
  description: 'Lets every host through, scores each 50, moves one VM',
  parameters: {},
  filter: () => accept,
  score: () => 50,
  balance: () => ({
    move: { vmId: VM, fromHostId: H2, toHostIds: [H1], because },
    because,
    skippedHosts: [],
    skippedVms: [],
  }),
}
const raise = () => {
  throw new Error('raised')
}
const failingPlugin: PolicyUnit = { ...testPlugin, id: 'test_failing_plugin', filter: raise, score: raise }
const maxVms: PolicyUnit = {
  id: 'max_vms',
  description: 'Lets every host through',
  parameters: {},
  filter: () => accept,
}
const units = [testPlugin, failingPlugin, maxVms]
const snapshot = aSnapshot({ hosts: [aHost({ id: H1 }), aHost({ id: H2 })], vms: [aVm({ id: VM, hostId: H2 })] })

let endpoint: TestEndpoint
let summing: TestEndpoint
beforeAll(async () => {
  endpoint = await startEndpoint(units, { snapshot })
  summing = await startEndpoint(units, { snapshot }, { scores: 'summed' })
})
afterAll(async () => {
  await endpoint.close()
  await summing.close()
})

describe('recorded requests of the engine’s client', () => {
  const bothHosts = { result_code: 0, result: [H1, H2] }
  const scores = [
    [H1, 50, 'test_plugin'],
    [H2, 50, 'test_plugin'],
  ]
  const move = { result_code: 0, result: [VM, [H1]], because: 'A test.' }
  const replies: Record<string, unknown> = {
    'discover.http': {
      filters: Object.fromEntries(units.map(({ id, description }) => [id, [description, '']])),
      scores: Object.fromEntries([testPlugin, failingPlugin].map(({ id, description }) => [id, [description, '']])),
      balance: Object.fromEntries([testPlugin, failingPlugin].map(({ id, description }) => [id, [description, '']])),
    },
    'run-filters.http': bothHosts,
    'run-cost-functions.http': { result_code: 0, result: scores },
    'run-load-balancing.http': move,
    'nil-properties.http': move,
    'non-ascii-property.http': bothHosts,
    'string-properties.http': bothHosts,
  }

  it('are all answered below', () => {
    const files = readdirSync(fixtures).filter(file => file.endsWith('.http'))
    expect(new Set(files)).toEqual(new Set(Object.keys(replies)))
  })

  for (const [file, expected] of Object.entries(replies)) {
    it(`${file} is answered as the engine’s parser wants it`, async () => {
      const { head, body } = await readRecordedRequest(new URL(file, fixtures))
      expect(head).toMatch(new RegExp(`Content-Length: ${Buffer.byteLength(body)}$`))
      const closing = head.replace('Connection: keep-alive', 'Connection: close')
      const [replyHead, reply = ''] = (await exchange(endpoint.port, `${closing}\r\n\r\n`, body)).split('\r\n\r\n')
      expect(replyHead).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
      expect(replyHead).toMatch(/^content-type: text\/xml$/im)
      expect(replyHead).toMatch(new RegExp(`^content-length: ${Buffer.byteLength(reply)}$`, 'im'))
      expect(decodeReply(reply)).toEqual(expected)
    })

    it(`${file} is what our own client writes`, async () => {
      const { body } = await readRecordedRequest(new URL(file, fixtures))
      const { method, params } = decodeCall(body)
      const written = encodeCall(method, params)
      // The tests' client leaves the namespace out, since it has extensions switched off.
      expect(written.replace(/ xmlns:ex="[^"]*"/, '')).toBe(body.replace(/ xmlns:ex="[^"]*"/, ''))
    })
  }

  it('reuse one connection, and an HTTP/1.0 client gets its connection closed', async () => {
    const { head, body } = await readRecordedRequest(new URL('discover.http', fixtures))
    const request = `${head}\r\n\r\n${body}`
    const twice = await exchange(endpoint.port, request, request.replace('keep-alive', 'close'))
    expect(twice.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2)
    const old = head.replace('HTTP/1.1', 'HTTP/1.0').replace(/\r\nConnection: keep-alive/, '')
    expect(await exchange(endpoint.port, `${old}\r\n\r\n`, body)).toContain('200 OK')
  })

  it('posted twice, as Java does in silence, get the same answer twice', async () => {
    const { body } = await readRecordedRequest(new URL('run-load-balancing.http', fixtures))
    const replies = await Promise.all([1, 2].map(async () => (await endpoint.post(body)).text()))
    expect(replies[0]).toBe(replies[1])
  })

  it('count for health as the last call, but for what others ask too', async () => {
    const discovered: number[] = []
    const own = await startEndpoint([testPlugin], {}, { onDiscovered: atMs => discovered.push(atMs) })
    await own.call('system.listMethods')
    expect([own.lastCall(), discovered]).toEqual([undefined, []])
    await own.call('discover')
    expect(own.lastCall()).toMatchObject({ method: 'discover', atMs: NOON_MS + 1_000 })
    await own.call('Discover')
    expect(discovered).toEqual([NOON_MS + 1_000])
    await own.close()
  })
})

describe('the original project’s tests', () => {
  const filters = (names: string[]) => summing.call('runFilters', names, [H1, H2], VM, '')
  const costs = (pairs: [string, number][]) => summing.call('runCostFunctions', pairs, [H1, H2], VM, '')
  const hundredEach = [
    [H1, 100],
    [H2, 100],
  ]
  const unknown = 'NOTEXISTINGPLUGIN-1'

  it('testDiscover', async () => {
    const element = [testPlugin.description, expect.any(String)]
    const found = { test_plugin: element }
    expect(await summing.call('discover')).toMatchObject({ filters: found, scores: found, balance: found })
  })
  it('testFilter', async () => {
    expect(await filters(['test_plugin'])).toMatchObject({ result: [H1, H2] })
  })
  it('testFilterWithNotExistingPlugin', async () => {
    expect(await filters([unknown])).toMatchObject({
      result_code: 1,
      plugin_errors: { [unknown]: [expect.any(String)] },
    })
  })
  it('testFilterWithOnlyFailingPlugin', async () => {
    expect(await filters(['test_failing_plugin'])).toMatchObject({ result: [H1, H2] })
  })
  it('testFilterWithFailingPlugin', async () => {
    expect(await filters(['test_plugin', 'test_failing_plugin'])).toMatchObject({ result: [H1, H2] })
  })
  it('testScore', async () => {
    expect(await costs([['test_plugin', 2]])).toMatchObject({ result: hundredEach })
  })
  it('testScoreWithFailingPlugin', async () => {
    const pairs: [string, number][] = [
      ['test_failing_plugin', 1],
      ['test_plugin', 2],
    ]
    expect(await costs(pairs)).toMatchObject({ result: hundredEach })
  })
  it('testBalance', async () => {
    expect(await summing.call('runLoadBalancing', 'test_plugin', [H1, H2], '')).toMatchObject({ result: [VM, [H1]] })
  })
})

describePythonClient(() => {
  it('gets correct answers', async () => {
    const script = fileURLToPath(new URL('call-with-python.py', fixtures))
    const stdout = await callWithPython(script, endpoint.url)
    const both = { result_code: 0, result: [H1, H2] }
    const element = [testPlugin.description, '']
    expect(JSON.parse(stdout)).toEqual({
      methods: expect.arrayContaining(['discover', 'runFilters', 'runCostFunctions', 'runLoadBalancing']),
      help: expect.stringContaining('Parameters'),
      signature: [['struct', 'array', 'array', 'string', 'struct']],
      discover: expect.objectContaining({ balance: { test_plugin: element, test_failing_plugin: element } }),
      filters: both,
      'filters zipped': both,
      'filters on RPC2': both,
      'filters, other properties': Array.from({ length: 7 }, () => [H1, H2]),
      scores: {
        result_code: 0,
        result: [
          [H1, 50, 'test_plugin'],
          [H2, 50, 'test_plugin'],
        ],
      },
      balance: { result_code: 0, result: [VM, [H1]], because: 'A test.' },
      'unknown method': { code: -32601, text: 'there is no method "noSuchMethod"' },
      multicall: { code: -32601, text: 'there is no method "system.multicall"' },
      'too few parameters': {
        code: -32602,
        text: 'runFilters takes 4 parameters (filters, hosts, vm, properties), 1 were given',
      },
      'bad host': { code: -32602, text: 'hosts[0] must be a UUID, not "host1"' },
      'date as host': { code: -32602, text: expect.stringContaining('hosts[0] must be a UUID') },
    })
  })
})
