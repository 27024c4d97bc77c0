/** The XML-RPC door under bad, broken and hostile input: every request gets a clear answer, and the door stays open. */
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { decodeReply } from '../../server/protocol/xmlrpc/decode-reply.ts'
import { encodeCall } from '../../server/protocol/xmlrpc/encode-call.ts'
import { XmlRpcFault } from '../../server/protocol/xmlrpc/xml-rpc-error.ts'
import type { XmlRpcValue } from '../../server/protocol/xmlrpc/xml-rpc-value.ts'
import { createRuntime } from '../../server/runtime/create-runtime.ts'
import { builtIn } from '../../server/runtime/unit-runner.ts'
import { accept, type PolicyUnit } from '../../shared/policy/unit.ts'
import { aHost, aSnapshot, aVm } from '../fakes/builders.ts'
import { exchange } from '../fakes/raw-http.ts'
import { startEndpoint, type TestEndpoint } from '../fakes/start-endpoint.ts'

const H1 = '11111111-1111-1111-1111-111111111111'
const VM = '33333333-3333-3333-3333-333333333333'
const MIB = 1_048_576
const pass: PolicyUnit = { id: 'pass', description: 'Lets every host through', parameters: {}, filter: () => accept }
const snapshot = aSnapshot({ hosts: [aHost({ id: H1 })], vms: [aVm({ id: VM, hostId: H1 })] })

let endpoint: TestEndpoint
beforeAll(async () => {
  endpoint = await startEndpoint([pass], { snapshot }, { requestTimeoutMs: 1_000 })
})
afterAll(() => endpoint.close())
afterEach(async () => {
  expect(await endpoint.call('runFilters', ['pass'], [H1], VM, {})).toEqual({ result_code: 0, result: [H1] })
})

const faultOf = async (response: Response): Promise<XmlRpcFault> => {
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/xml')
  const text = await response.text()
  try {
    decodeReply(text)
  } catch (error) {
    if (error instanceof XmlRpcFault) return error
    throw error
  }
  throw new Error(`no fault: ${text}`)
}

const filterCall = (hosts = [H1]): string => encodeCall('runFilters', [['pass'], hosts, VM, {}])

describe('documents', () => {
  const bomb = `<!DOCTYPE m [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i} "&a${i - 1};&a${i - 1};">`).join('')}]>`
  const value = (xml: string) =>
    `<methodCall><methodName>discover</methodName><params><param>${xml}</param></params></methodCall>`
  const broken = [
    { why: 'nothing', body: '' },
    { why: 'JSON', body: '{"method":"discover"}' },
    { why: 'half a document', body: filterCall().slice(0, 300) },
    { why: 'an entity bomb', body: `${bomb}<methodCall><methodName>&a19;</methodName></methodCall>` },
    {
      why: 'an external entity',
      body: '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><methodCall><methodName>&x;</methodName></methodCall>',
    },
    { why: '10,000 arrays inside each other', body: value('<value><array><data>'.repeat(10_000)) },
    { why: 'a control character', body: value('<value>\u0007</value>') },
    { why: 'a reference to one', body: value('<value>&#27;</value>') },
    { why: 'bytes that are no UTF-8', body: Buffer.from(value('<value>é</value>'), 'latin1') },
    { why: 'an unknown encoding', body: '<?xml version="1.0" encoding="x-none"?><methodCall/>' },
    { why: 'an unknown type', body: value('<value><date>1</date></value>') },
    { why: 'an int of 33 bits', body: value('<value><int>4294967296</int></value>') },
    { why: 'a reply', body: '<methodResponse><params><param><value>x</value></param></params></methodResponse>' },
    {
      why: 'a member given twice',
      body: value(
        '<value><struct><member><name>a</name><value/></member><member><name>a</name><value/></member></struct></value>',
      ),
    },
  ]
  for (const { why, body } of broken) {
    it(`answers ${why} with a parse fault`, async () => {
      const fault = await faultOf(await endpoint.post(body))
      expect(fault.faultCode).toBe(-32_700)
      expect(fault.message).not.toBe('')
    })
  }

  it('strips control characters that a unit puts into its message', async () => {
    const shout = () => {
      throw new Error('\u001b[31mred\u0000\ud800 <&>')
    }
    const running = await startEndpoint([{ ...pass, filter: shout }], { snapshot })
    try {
      const reply = await running.call('runFilters', ['pass'], [H1], VM, {})
      expect(reply).toMatchObject({ plugin_errors: { pass: ['pass failed: [31mred <&>'] } })
    } finally {
      await running.close()
    }
  })
})

describe('parameters', () => {
  const bad: { why: string; method: string; params: XmlRpcValue[]; says: string }[] = [
    { why: 'too many', method: 'discover', params: ['x'], says: 'discover takes 0 parameters' },
    {
      why: 'filters that are no array',
      method: 'runFilters',
      params: ['pass', [H1], VM, {}],
      says: 'filters must be an array',
    },
    {
      why: 'a filter that is no string',
      method: 'runFilters',
      params: [[1], [H1], VM, {}],
      says: 'filters[0] must be a string',
    },
    {
      why: 'hosts in a struct',
      method: 'runFilters',
      params: [['pass'], { a: H1 }, VM, {}],
      says: 'hosts must be an array',
    },
    {
      why: 'a host that is no UUID',
      method: 'runFilters',
      params: [['pass'], [H1, '../etc'], VM, {}],
      says: 'hosts[1] must be a UUID, not "../etc"',
    },
    {
      why: 'a host with a blank',
      method: 'runFilters',
      params: [['pass'], [`${H1} `], VM, {}],
      says: 'hosts[0] must be a UUID',
    },
    { why: 'a nested host', method: 'runFilters', params: [['pass'], [[H1]], VM, {}], says: 'not another type' },
    { why: 'no VM', method: 'runFilters', params: [['pass'], [H1], '', {}], says: 'vm must be a UUID, not ""' },
    {
      why: 'a pair without factor',
      method: 'runCostFunctions',
      params: [[['pass']], [H1], VM, {}],
      says: 'cost_functions[0] must be a pair',
    },
    {
      why: 'a factor in words',
      method: 'runCostFunctions',
      params: [[['pass', 'two']], [H1], VM, {}],
      says: 'cost_functions[0] must be a pair',
    },
    {
      why: 'names without factors',
      method: 'runCostFunctions',
      params: [['pass'], [H1], VM, {}],
      says: 'cost_functions[0] must be a pair',
    },
    {
      why: 'a list of balancers',
      method: 'runLoadBalancing',
      params: [['pass'], [H1], {}],
      says: 'balance must be a string',
    },
  ]
  for (const { why, method, params, says } of bad) {
    it(`${why}: answered with a fault that says so`, async () => {
      const fault = await faultOf(await endpoint.post(encodeCall(method, params)))
      expect(fault.faultCode).toBe(-32_602)
      expect(fault.message).toContain(says)
    })
  }

  for (const method of ['constructor', '__proto__', 'toString', 'system.multicall', 'RunFilters']) {
    it(`method ${method}: there is none`, async () => {
      expect((await faultOf(await endpoint.post(encodeCall(method, [])))).faultCode).toBe(-32_601)
    })
  }

  it('a bug of ours is a fault without details', async () => {
    const runtime = createRuntime({ units: [], elapsedMs: () => 0 })
    const broken = {
      ...runtime,
      list: (): never => {
        throw new TypeError('secret')
      },
    }
    const running = await startEndpoint([], { snapshot }, { runtime: broken })
    try {
      const fault = await faultOf(await running.post(encodeCall('discover', [])))
      expect(fault.faultCode).toBe(-32_603)
      expect(fault.message).not.toContain('secret')
    } finally {
      await running.close()
    }
  })
})

describe('bodies', () => {
  it('reads one of several MiB', async () => {
    const hosts = Array.from({ length: 50_000 }, (_, i) => `11111111-1111-1111-1111-${String(i).padStart(12, '0')}`)
    const response = await endpoint.post(filterCall(hosts))
    expect(decodeReply(await response.text())).toMatchObject({ result: hosts })
  })

  const fiftyMiB = [
    { why: 'announced', body: () => Buffer.alloc(50 * MIB, 0x20) },
    { why: 'in chunks', body: () => new ReadableStream({ start: fill }) },
  ]
  const fill = (controller: ReadableStreamDefaultController) => {
    for (let sent = 0; sent < 50; sent++) controller.enqueue(new Uint8Array(MIB))
    controller.close()
  }
  for (const { why, body } of fiftyMiB) {
    it(`refuses 50 MiB, ${why}, with 413`, async () => {
      const request = { method: 'POST', body: body(), duplex: 'half' } as const
      expect((await fetch(endpoint.url, request)).status).toBe(413)
    })
  }

  it('inflates gzip, but not a bomb', async () => {
    const zipped = { 'Content-Encoding': 'gzip' }
    const good = await endpoint.post(gzipSync(filterCall()), zipped)
    expect(decodeReply(await good.text())).toMatchObject({ result: [H1] })
    expect((await endpoint.post(gzipSync(Buffer.alloc(50 * MIB, 0x20)), zipped)).status).toBe(413)
    expect((await endpoint.post('not gzip', zipped)).status).toBe(400)
    expect((await endpoint.post('x', { 'Content-Encoding': 'zip' })).status).toBe(415)
  })

  it('ends a request that does not arrive in time', async () => {
    expect(await exchange(endpoint.port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc')).toContain(
      '408',
    )
  })

  it('survives a client that leaves in the middle', async () => {
    await new Promise<void>(resolve => {
      const socket = connect(endpoint.port, '127.0.0.1', () => {
        socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc', () => socket.resetAndDestroy())
      })
      socket.on('close', () => resolve())
    })
  })
})

describe('HTTP', () => {
  const others = [
    { request: ['GET', ''], status: 405 },
    { request: ['PUT', 'RPC2'], status: 405 },
    { request: ['POST', 'elsewhere'], status: 404 },
    { request: ['GET', 'pydoc.css'], status: 404 },
    { request: ['POST', '%ff'], status: 404 },
  ] as const
  for (const { request, status } of others) {
    const [method, path] = request
    it(`${method} /${path} gets ${status} in plain text`, async () => {
      const response = await fetch(`${endpoint.url}${path}`, { method })
      expect(response.status).toBe(status)
      expect(response.headers.get('content-type')).toContain('text/plain')
    })
  }

  it('takes only so many calls at once, and more when these are done', async () => {
    let release = () => {}
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    let reached = () => {}
    const waiting = new Promise<void>(resolve => {
      reached = resolve
    })
    const runtime = createRuntime({ units: [builtIn(pass, 'test')], elapsedMs: () => 0 })
    const slow: typeof runtime = {
      ...runtime,
      async filter(...asked) {
        reached()
        await held
        return runtime.filter(...asked)
      },
    }
    const running = await startEndpoint([], { snapshot }, { runtime: slow, limits: { maxConcurrentCalls: 1 } })
    try {
      const first = running.post(filterCall())
      await waiting
      const second = await running.post(filterCall())
      expect(second.status).toBe(503)
      expect(second.headers.get('retry-after')).toBe('1')
      release()
      expect(decodeReply(await (await first).text())).toMatchObject({ result: [H1] })
      expect((await running.post(filterCall())).status).toBe(200)
    } finally {
      release()
      await running.close()
    }
  })
})

describe('any bytes', () => {
  const good = filterCall()
  const mutated = fc
    .tuple(
      fc.nat(good.length),
      fc.nat(30),
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 10 }),
        fc.constantFrom('<value>', '</data>', '&#0;', '<!DOCTYPE', ']]>'),
      ),
    )
    .map(([at, length, text]) => Buffer.from(good.slice(0, at) + text + good.slice(at + length)))
  const body = fc.oneof(
    mutated,
    fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes)),
  )

  it('get a reply or a fault, never silence', async () => {
    await fc.assert(
      fc.asyncProperty(body, async bytes => {
        const response = await endpoint.post(bytes)
        expect(response.status).toBe(200)
        expect(await response.text()).toMatch(
          /^<\?xml version="1.0" encoding="UTF-8"\?><methodResponse>.*<\/methodResponse>$/su,
        )
      }),
      { numRuns: 300 },
    )
  })
})
