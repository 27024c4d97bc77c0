import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type PeerAnswer, replyWith, startXmlRpcPeer, type XmlRpcPeer } from '../../../test/fakes/xml-rpc-peer.ts'
import { encodeReply } from '../../protocol/xmlrpc/encode-reply.ts'
import type { XmlRpcValue } from '../../protocol/xmlrpc/xml-rpc-value.ts'
import { createExternalScheduler } from './create-external-scheduler.ts'

const HOST = '11111111-1111-1111-1111-111111111111'
const VM = '33333333-3333-3333-3333-333333333333'
const NONE = { pluginErrors: [], errors: [] }

let peer: XmlRpcPeer
let scheduler: ReturnType<typeof createExternalScheduler>
let warnings: string[]

beforeEach(async () => {
  peer = await startXmlRpcPeer()
  warnings = []
  scheduler = createExternalScheduler({ url: peer.url, responseTimeoutMs: 1_000, warn: text => warnings.push(text) })
})
afterEach(async () => {
  await scheduler.close()
  await peer.close()
})

const answering = (answer: PeerAnswer) => peer.answer(() => answer)
const result = (value: XmlRpcValue, more: Record<string, XmlRpcValue> = {}) =>
  replyWith({ result_code: 0, result: value, ...more })
const raw = (xml: string) => ({ body: `<?xml version="1.0"?><methodResponse>${xml}</methodResponse>` })
const rawResult = (members: string) => raw(`<params><param><value><struct>${members}</struct></value></param></params>`)
const filters = () => scheduler.runFilters(['max_vms'], [HOST], VM, {})
const weights = () => scheduler.runCostFunctions([{ name: 'vm_balance', factor: 2 }], [HOST], VM, {})
const balance = () => scheduler.runLoadBalancing('host_memory_balance', [HOST], {})

describe("the engine's XML-RPC client", () => {
  it('speaks as the Apache client does', async () => {
    await scheduler.discover()
    const [request] = peer.requests
    expect(request).toMatchObject({ method: 'POST', path: '/' })
    expect(request?.headers).toMatchObject({
      'content-type': 'text/xml',
      'user-agent': 'Apache XML RPC 3.1.3 (Sun HTTP Transport)',
      'cache-control': 'no-cache',
      pragma: 'no-cache',
      accept: 'text/html, image/gif, image/jpeg, */*; q=0.2',
      connection: 'keep-alive',
      'content-length': '166',
    })
    expect(request?.rawHeaders).toContain('User-Agent')
    expect(request?.body).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?><methodCall xmlns:ex=.*<params\/>/)
  })

  it('sends names, ids and properties in the order of the protocol', async () => {
    peer.answer(({ method }) => (method === 'runLoadBalancing' ? result(['', []]) : result([])))
    await scheduler.runFilters(['a', 'b'], [HOST], VM, { maximum: '10' })
    await weights()
    await balance()
    expect(peer.calls).toEqual([
      { method: 'runFilters', params: [['a', 'b'], [HOST], VM, { maximum: '10' }] },
      { method: 'runCostFunctions', params: [[['vm_balance', 2]], [HOST], VM, {}] },
      { method: 'runLoadBalancing', params: ['host_memory_balance', [HOST], {}] },
    ])
  })

  it('understands a reply packed without being asked', async () => {
    const plain = encodeReply({ result_code: 0, result: [HOST] })
    answering({ body: gzipSync(plain), headers: { 'content-encoding': 'gzip' } })
    await expect(filters()).resolves.toMatchObject({ value: [HOST] })
  })

  it('repeats a call once when the other side hangs up without a word', async () => {
    peer.answer(() => (peer.calls.length === 1 ? 'hang-up' : result([HOST])))
    await expect(filters()).resolves.toMatchObject({ kind: 'answer', value: [HOST] })
    expect(peer.calls).toHaveLength(2)
    answering('hang-up')
    await expect(filters()).resolves.toMatchObject({ kind: 'unavailable' })
    expect(peer.calls).toHaveLength(4)
  })

  const handled: { why: string; answer: PeerAnswer }[] = [
    { why: 'status 500', answer: 500 },
    { why: 'a redirect', answer: 302 },
    { why: 'silence', answer: 'silence' },
    { why: 'no XML', answer: { body: 'hello' } },
    { why: 'a cut-off document', answer: { body: '<?xml version="1.0"?><methodResponse><params>' } },
    {
      why: 'a fault',
      answer: raw(
        '<fault><value><struct><member><name>faultCode</name><value><int>1</int></value></member>' +
          '<member><name>faultString</name><value>no</value></member></struct></value></fault>',
      ),
    },
    { why: 'nil outside its namespace', answer: raw('<params><param><value><nil/></value></param></params>') },
    { why: 'i8 outside its namespace', answer: raw('<params><param><value><i8>1</i8></value></param></params>') },
  ]
  for (const { why, answer } of handled) {
    it(`survives ${why}, whatever was called`, async () => {
      answering(answer)
      for (const reply of [scheduler.discover(), filters(), weights(), balance()]) {
        await expect(reply).resolves.toMatchObject({ kind: 'unavailable' })
      }
    })
  }

  it('survives a closed port', async () => {
    await peer.close()
    await expect(filters()).resolves.toMatchObject({
      kind: 'unavailable',
      why: expect.stringContaining('ECONNREFUSED'),
    })
  })
})

describe('a result', () => {
  const filtered = [
    { why: 'keeps what is named', answer: result([HOST]), value: [HOST] },
    { why: 'lowers upper case', answer: result([HOST.replaceAll('1', 'A')]), value: [HOST.replaceAll('1', 'a')] },
    { why: 'keeps nothing when empty', answer: result([]), value: [] },
    { why: 'keeps nothing when there is none', answer: replyWith({ result_code: 0 }), value: [] },
    { why: 'keeps nothing when it is not even a struct', answer: replyWith('hello'), value: [] },
    { why: 'may be bare, as long ago', answer: replyWith([HOST]), value: [HOST] },
    { why: 'takes empty text for the zero id', answer: result(['']), value: ['00000000-0000-0000-0000-000000000000'] },
    { why: 'has no complaints when all went well', answer: result([HOST], { errors: 'none' }), value: [HOST] },
  ]
  for (const { why, answer, value } of filtered) {
    it(`of a filter ${why}`, async () => {
      answering(answer)
      await expect(filters()).resolves.toEqual({ kind: 'answer', value, complaints: NONE })
    })
  }

  it('carries complaints when it says so', async () => {
    const plugin_errors = { max_vms: ['no such unit', 7] }
    answering(replyWith({ result_code: 1, result: [HOST], plugin_errors, errors: ['odd'] }))
    await expect(filters()).resolves.toMatchObject({
      value: [HOST],
      complaints: {
        pluginErrors: [
          { plugin: 'max_vms', message: 'no such unit' },
          { plugin: 'max_vms', message: '7' },
        ],
        errors: ['odd'],
      },
    })
  })

  const scored = [
    {
      why: 'names its unit',
      entry: [HOST, 5, 'vm_balance'],
      value: [{ hostId: HOST, weight: 5, unitName: 'vm_balance' }],
    },
    { why: 'may be a sum', entry: [HOST, -5], value: [{ hostId: HOST, weight: -5, unitName: undefined }] },
    { why: 'ends at an entry of one element', entry: [HOST], value: [] },
    { why: 'ends at an entry that is no list', entry: HOST, value: [] },
  ]
  for (const { why, entry, value } of scored) {
    it(`of a cost function ${why}`, async () => {
      answering(result([entry, [HOST, 9]]))
      const reply = await weights()
      const rest = value.length === 0 ? [] : [{ hostId: HOST, weight: 9, unitName: undefined }]
      expect(reply).toMatchObject({ kind: 'answer', value: [...value, ...rest] })
    })
  }

  const moves = [
    { why: 'names a VM and hosts', answer: result([VM, [HOST]]), value: { vmId: VM, hostIds: [HOST] } },
    { why: 'may name no hosts', answer: result([VM, []]), value: { vmId: VM, hostIds: [] } },
    { why: 'names nothing to do', answer: result(['', []]), value: undefined },
    { why: 'may be missing', answer: replyWith({ result_code: 0 }), value: undefined },
  ]
  for (const { why, answer, value } of moves) {
    it(`of a balancer ${why}`, async () => {
      answering(answer)
      await expect(balance()).resolves.toEqual({ kind: 'answer', value, complaints: NONE })
    })
  }

  const int = (name: string, type: string) => `<member><name>${name}</name><value>${type}</value></member>`
  const broken = [
    { why: 'no result_code', answer: replyWith({ result: [HOST] }) },
    { why: 'result_code as text', answer: replyWith({ result_code: '0', result: [] }) },
    { why: 'result_code as boolean', answer: rawResult(int('result_code', '<boolean>0</boolean>')) },
    { why: 'result that is text', answer: replyWith({ result_code: 0, result: 'x' }) },
    { why: 'an id that is none', answer: result(['host1', ['x']]) },
    { why: 'an id with blanks', answer: result([` ${HOST}`, []]) },
    { why: 'errors that are no list', answer: replyWith({ result_code: 1, result: [], errors: 'x' }) },
    { why: 'an error that is no text', answer: replyWith({ result_code: 1, result: [], errors: [1] }) },
    {
      why: 'plugin errors that are no list',
      answer: replyWith({ result_code: 1, result: [], plugin_errors: { a: 'x' } }),
    },
  ]
  for (const { why, answer } of broken) {
    it(`with ${why} breaks the command`, async () => {
      answering(answer)
      await expect(filters()).rejects.toMatchObject({ name: 'UnreadableReply' })
      await expect(balance()).rejects.toMatchObject({ name: 'UnreadableReply' })
    })
  }

  const score = (type: string) =>
    rawResult(
      int('result_code', '<int>0</int>') +
        int(
          'result',
          `<array><data><value><array><data><value>${HOST}</value><value>${type}</value></data></array></value></data></array>`,
        ),
    )
  for (const type of ['<double>1.5</double>', '<string>1</string>']) {
    it(`with a weight of ${type} breaks the command`, async () => {
      answering(score(type))
      await expect(weights()).rejects.toMatchObject({ name: 'UnreadableReply' })
    })
  }
  for (const value of [[], [VM]]) {
    it(`of a balancer with ${value.length} elements breaks its run`, async () => {
      answering(result(value))
      await expect(balance()).rejects.toMatchObject({ name: 'UnreadableReply' })
    })
  }
})

describe('discovery', () => {
  it('reads units of three kinds and drops those whose properties it cannot read', async () => {
    answering(
      replyWith({
        filters: { max_vms: ['', 'maximum_vm_count=[0-9]*'], spaced: ['', 'cpu = [0-9]'] },
        scores: { max_vms: [7, ''] },
        balance: { host_memory_balance: ['frees memory', 'a=1;b==2;', 'ignored'] },
      }),
    )
    await expect(scheduler.discover()).resolves.toEqual({
      kind: 'answer',
      complaints: NONE,
      value: [
        { kind: 'filter', name: 'max_vms', description: '', properties: { maximum_vm_count: '[0-9]*' } },
        { kind: 'weight', name: 'max_vms', description: '7', properties: {} },
        {
          kind: 'load_balancing',
          name: 'host_memory_balance',
          description: 'frees memory',
          properties: { a: '1', b: '=2' },
        },
      ],
    })
    expect(warnings).toEqual([expect.stringContaining('spaced')])
  })

  const spoiled: { why: string; reply: XmlRpcValue }[] = [
    { why: 'an unknown member', reply: { filters: {}, extras: {} } },
    { why: 'a list', reply: [] },
    { why: 'a unit of one element', reply: { filters: { a: [''] } } },
    { why: 'a unit that is no list', reply: { filters: { a: 'x' } } },
  ]
  for (const { why, reply } of spoiled) {
    it(`counts as failed with ${why}`, async () => {
      answering(replyWith(reply))
      await expect(scheduler.discover()).resolves.toMatchObject({ kind: 'unavailable' })
    })
  }
})
