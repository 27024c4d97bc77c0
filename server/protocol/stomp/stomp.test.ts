import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProtocolError } from '../protocol-error.ts'
import { encodeFrame, HEART_BEAT, type StompFrame, stompCommands } from './frame.ts'
import { createFrameReader } from './read-frames.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const limits = { maxHeadBytes: 200, maxHeaders: 4, maxBodyBytes: 50 }
const read = (text: string) => createFrameReader(limits)(bytes(text))
const plain = ({ command, headers, body }: StompFrame) => ({
  command,
  headers: Object.fromEntries(headers),
  body: new TextDecoder().decode(body),
})

/** Cuts at the places that `cuts` name, from 0 up to 1. */
function pieces(whole: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map(cut => Math.floor(cut * whole.length)).sort((a, b) => a - b), whole.length]
  return places.slice(1).map((end, index) => whole.subarray(places[index], end))
}

const anyFrame = fc.record({
  command: fc.constantFrom(...stompCommands),
  headers: fc.uniqueArray(fc.tuple(fc.string({ minLength: 1, unit: 'binary' }), fc.string({ unit: 'binary' })), {
    selector: ([name]) => name,
    maxLength: 5,
  }),
  body: fc.uint8Array({ maxLength: 300 }),
})
const anyCuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 })

describe('STOMP frames', () => {
  it('come back as they were written, however the stream is cut and wherever heart-beats stand', () => {
    fc.assert(
      fc.property(fc.array(anyFrame, { maxLength: 4 }), anyCuts, (frames, cuts) => {
        const named = frames.filter(({ headers }) => headers.every(([name]) => name !== 'content-length'))
        const parts = named.flatMap(({ command, headers, body }) => [
          encodeFrame(command, Object.fromEntries(headers), body),
          HEART_BEAT,
        ])
        const reader = createFrameReader()
        const found = pieces(new Uint8Array(parts.flatMap(part => [...part])), cuts).flatMap(reader)
        const expected = named.map(({ command, headers, body }) => ({
          command,
          headers: { ...Object.fromEntries(headers), ...(body.length > 0 && { 'content-length': `${body.length}` }) },
          body: [...body],
        }))
        expect(found.map(frame => ({ ...plain(frame), body: [...frame.body] }))).toEqual(expected)
      }),
    )
  })

  const cases: { why: string; text: string; frame: ReturnType<typeof plain> }[] = [
    {
      why: 'what vdsm answers to CONNECT',
      text: 'CONNECTED\nversion:1.2\nheart-beat:10000,10000\n\n\0',
      frame: { command: 'CONNECTED', headers: { version: '1.2', 'heart-beat': '10000,10000' }, body: '' },
    },
    {
      why: 'CR LF line ends and heart-beats before and after',
      text: '\n\r\nRECEIPT\r\nreceipt-id:1\r\n\r\n\0\n\n',
      frame: { command: 'RECEIPT', headers: { 'receipt-id': '1' }, body: '' },
    },
    {
      why: 'the first of repeated headers',
      text: 'MESSAGE\na:1\na:2\n\n\0',
      frame: { command: 'MESSAGE', headers: { a: '1' }, body: '' },
    },
    {
      why: 'escapes in CONNECTED too',
      text: 'CONNECTED\nserver:a\\cb\\\\c\\nd\\re\n\n\0',
      frame: { command: 'CONNECTED', headers: { server: 'a:b\\c\nd\re' }, body: '' },
    },
    {
      why: 'a body by its length, NUL and all',
      text: 'MESSAGE\ncontent-length:3\n\na\0b\0',
      frame: { command: 'MESSAGE', headers: { 'content-length': '3' }, body: 'a\0b' },
    },
    {
      why: 'a body as far as the first NUL without a length',
      text: 'ERROR\n\nVersion unsupported\0',
      frame: { command: 'ERROR', headers: {}, body: 'Version unsupported' },
    },
    {
      why: 'an empty header value',
      text: 'ERROR\na:\n\n\0',
      frame: { command: 'ERROR', headers: { a: '' }, body: '' },
    },
  ]
  for (const { why, text, frame } of cases) {
    it(`are read with ${why}, byte by byte too`, () => {
      expect(read(text).map(plain)).toEqual([frame])
      const reader = createFrameReader(limits)
      expect([...bytes(text)].flatMap(byte => reader(Uint8Array.of(byte))).map(plain)).toEqual([frame])
    })
  }

  const refused: { why: string; text: string; code: ProtocolError['code'] }[] = [
    { why: 'another protocol', text: 'HTTP/1.1 400 Bad Request\r\n\r\n', code: 'unknown-command' },
    { why: 'a command in small letters', text: 'message\n\n\0', code: 'unknown-command' },
    { why: 'a header without a colon', text: 'MESSAGE\nabc\n\n\0', code: 'bad-header' },
    { why: 'a header without a name', text: 'MESSAGE\n:abc\n\n\0', code: 'bad-header' },
    { why: 'a raw colon in a value', text: 'MESSAGE\nhost:a:b\n\n\0', code: 'bad-header' },
    { why: 'a CR inside a value', text: 'MESSAGE\nhost:a\rb\n\n\0', code: 'bad-header' },
    { why: 'an unknown escape', text: 'MESSAGE\na:\\t\n\n\0', code: 'bad-escape' },
    { why: 'a backslash at the end', text: 'MESSAGE\na:b\\\n\n\0', code: 'bad-escape' },
    { why: 'too many headers', text: `MESSAGE\n${'a:b\n'.repeat(5)}\n\0`, code: 'too-many-headers' },
    { why: 'a head without an end', text: `MESSAGE\n${'a:b\n'.repeat(50)}`, code: 'header-too-large' },
    { why: 'a line without an end', text: 'x'.repeat(201), code: 'header-too-large' },
    { why: 'a negative length', text: 'MESSAGE\ncontent-length:-1\n\n\0', code: 'bad-length' },
    { why: 'a length that is no number', text: 'MESSAGE\ncontent-length:0x1\n\n\0', code: 'bad-length' },
    { why: 'a length of many digits', text: `MESSAGE\ncontent-length:${'9'.repeat(30)}\n\n`, code: 'bad-length' },
    { why: 'a body announced too large', text: 'MESSAGE\ncontent-length:51\n\n', code: 'body-too-large' },
    { why: 'a body that grows too large', text: `MESSAGE\n\n${'x'.repeat(51)}`, code: 'body-too-large' },
    { why: 'no NUL after the body', text: 'MESSAGE\ncontent-length:1\n\nabc\0', code: 'no-end' },
  ]
  for (const { why, text, code } of refused) {
    it(`are refused for ${why}, before more is read, and ever after`, () => {
      const reader = createFrameReader(limits)
      const feed = () => [...bytes(text)].flatMap(byte => reader(Uint8Array.of(byte)))
      expect(feed).toThrow(expect.objectContaining({ name: 'ProtocolError', code }))
      expect(() => reader(bytes('ERROR\n\n\0'))).toThrow(expect.objectContaining({ code }))
    })
  }

  it('are refused when headers are not UTF-8', () => {
    const frame = Uint8Array.from([...bytes('MESSAGE\na:'), 0xff, ...bytes('\n\n\0')])
    expect(() => createFrameReader()(frame)).toThrow(expect.objectContaining({ code: 'bad-header' }))
  })

  it('never fail in another way, whatever is sent', () => {
    const telling = fc.constantFrom('MESSAGE\n', 'content-length:', '\n\n', '\0', ':', '\\', '\r\n', '12', '{}', '\xff')
    const hostile = fc.array(fc.oneof(telling, fc.string({ unit: 'binary' })), { maxLength: 30 })
    fc.assert(
      fc.property(hostile, anyCuts, (parts, cuts) => {
        const reader = createFrameReader(limits)
        try {
          pieces(bytes(parts.join('')), cuts).flatMap(reader)
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError)
        }
      }),
    )
  })
})
