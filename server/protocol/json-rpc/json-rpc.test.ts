import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProtocolError } from '../protocol-error.ts'
import { decodeMessage, type JsonRpcMessage } from './decode-message.ts'
import { encodeRequest } from './encode-request.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (body: Uint8Array) => new TextDecoder().decode(body)

describe('encodeRequest', () => {
  it('writes one request with an id, whatever the parameters: never a notification, never a batch', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), params => {
        const { id, body } = encodeRequest('VM.getStats', params as Parameters<typeof encodeRequest>[1])
        const written = JSON.parse(text(body))
        expect(Array.isArray(written)).toBe(false)
        expect(Object.keys(written)).toEqual(['jsonrpc', 'id', 'method', 'params'])
        expect(written).toMatchObject({ jsonrpc: '2.0', id, method: 'VM.getStats' })
        expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
        expect(JSON.stringify(written.params)).toBe(JSON.stringify(params))
      }),
    )
  })

  it('takes a new id each time', () => {
    const ids = Array.from({ length: 1000 }, () => encodeRequest('Host.ping2', {}).id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('does not write what is no method', () => {
    for (const method of ['', 'ping', '.x', 'Host.', 'Host.a b', '|virt|VM_status|x']) {
      expect(() => encodeRequest(method, {})).toThrow(TypeError)
    }
  })
})

describe('decodeMessage', () => {
  const cases: { why: string; json: string; message: JsonRpcMessage }[] = [
    {
      why: 'a result',
      json: '{"jsonrpc":"2.0","id":"a","result":[1]}',
      message: { kind: 'result', id: 'a', result: [1] },
    },
    {
      why: 'a result that is null',
      json: '{"jsonrpc":"2.0","id":"a","result":null}',
      message: { kind: 'result', id: 'a', result: null },
    },
    {
      why: 'an error',
      json: '{"jsonrpc":"2.0","id":"a","error":{"code":99,"message":"Recovering"}}',
      message: { kind: 'error', id: 'a', code: 99, message: 'Recovering' },
    },
    {
      why: 'an error without words, of a request that was not understood',
      json: '{"jsonrpc":"2.0","id":null,"error":{"code":-32700}}',
      message: { kind: 'error', id: undefined, code: -32700, message: '' },
    },
    {
      why: 'an event',
      json: '{"jsonrpc":"2.0","method":"|net|host_conn|no_id","params":{"notify_time":1}}',
      message: { kind: 'event', method: '|net|host_conn|no_id', params: { notify_time: 1 } },
    },
    {
      why: 'an id that we never give',
      json: '{"jsonrpc":"2.0","id":7,"result":true}',
      message: { kind: 'result', id: undefined, result: true },
    },
  ]
  for (const { why, json, message } of cases) {
    it(`reads ${why}`, () => expect(decodeMessage(bytes(json))).toEqual(message))
  }

  const refused = [
    '',
    'null',
    '1',
    '"a"',
    '[]',
    '{',
    '{}',
    '[{"jsonrpc":"2.0","id":"a","result":1}]',
    '{"jsonrpc":"1.0","id":"a","result":1}',
    '{"jsonrpc":"2.0","id":"a"}',
    '{"jsonrpc":"2.0","id":{},"result":1}',
    '{"jsonrpc":"2.0","id":"a","error":"no"}',
    '{"jsonrpc":"2.0","id":"a","error":{"code":"99"}}',
    `{"jsonrpc":"2.0","method":"${'m'.repeat(2000)}"}`,
    '['.repeat(100_000),
  ]
  for (const json of refused) {
    it(`refuses ${json.slice(0, 50) || 'nothing'}`, () =>
      expect(() => decodeMessage(bytes(json))).toThrow(ProtocolError))
  }

  it('keeps no endless words of an error', () => {
    const json = JSON.stringify({ jsonrpc: '2.0', id: 'a', error: { code: 1, message: 'x'.repeat(100_000) } })
    expect(decodeMessage(bytes(json))).toMatchObject({ message: 'x'.repeat(1000) })
  })

  it('never fails in another way', () => {
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 100 }),
      fc.json({ maxDepth: 4 }).map(bytes),
      fc
        .record({ jsonrpc: fc.constant('2.0'), id: fc.jsonValue(), method: fc.jsonValue(), error: fc.jsonValue() })
        .map(message => bytes(JSON.stringify(message))),
    )
    fc.assert(
      fc.property(hostile, body => {
        try {
          decodeMessage(body)
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError)
        }
      }),
    )
  })
})
