import { gzipSync } from 'node:zlib'
import fc from 'fast-check'

/** What goes over one connection: pieces, with pauses between them, and then it is shut, left or broken off. */
export type WireBytes = Readonly<{
  pieces: readonly Buffer[]
  pauseMs: number
  /** wait: the sender says nothing more and does not go. */
  end: 'shut' | 'wait' | 'reset'
}>

const MOST_PIECES = 6

type Form = Readonly<{ encoding: BufferEncoding; bom: boolean; gzip: boolean; chunked: boolean; length: number }>

const form: fc.Arbitrary<Form> = fc.record({
  encoding: fc.constantFrom<BufferEncoding>('utf8', 'utf8', 'utf8', 'utf16le', 'latin1'),
  bom: fc.integer({ min: 0, max: 9 }).map(one => one === 0),
  gzip: fc.integer({ min: 0, max: 9 }).map(one => one === 0),
  chunked: fc.integer({ min: 0, max: 4 }).map(one => one === 0),
  // What Content-Length says beyond the truth.
  length: fc.oneof({ weight: 12, arbitrary: fc.constant(0) }, fc.constantFrom(-1, 1, -1e9, 1e9, Number.NaN)),
})

const headers = fc.oneof(
  fc.constantFrom(
    '',
    '',
    '',
    '',
    'Expect: 100-continue\r\n',
    'Transfer-Encoding: chunked\r\n',
    'Content-Length: 7\r\n',
  ),
  fc.constantFrom('Content-Encoding: br\r\n', 'Content-Type: text/xml; charset=utf-16\r\n', 'Connection: upgrade\r\n'),
  fc.constantFrom(`X: ${'y'.repeat(20_000)}\r\n`, 'a'.repeat(300), ': x\r\n', ' folded\r\n', '\0: \0\r\n', 'X\n\n'),
)
const line = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('POST / HTTP/1.1', 'POST /RPC2 HTTP/1.1', 'POST / HTTP/1.0') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'GET / HTTP/1.1',
      'POST /../x HTTP/1.1',
      'POST http://a/ HTTP/1.1',
      'PRI * HTTP/2.0',
      '',
    ),
  },
)

/** One request with that body, in whatever form. */
const message = (body: fc.Arbitrary<string>): fc.Arbitrary<Buffer> =>
  fc.tuple(line, headers, body, form).map(([first, extra, text, { encoding, bom, gzip, chunked, length }]) => {
    const plain = Buffer.concat([Buffer.from(bom ? '\ufeff' : '', encoding), Buffer.from(text, encoding)])
    const bytes = gzip ? gzipSync(plain) : plain
    const head = `${first}\r\nHost: a\r\nContent-Type: text/xml\r\n${gzip ? 'Content-Encoding: gzip\r\n' : ''}${extra}`
    if (!chunked)
      return Buffer.concat([Buffer.from(`${head}Content-Length: ${bytes.length + length}\r\n\r\n`, 'latin1'), bytes])
    const size = Buffer.from(`${bytes.length.toString(16)}\r\n`)
    const start = Buffer.from(`${head}Transfer-Encoding: chunked\r\n\r\n`, 'latin1')
    return Buffer.concat([start, size, bytes, Buffer.from('\r\n0\r\n\r\n')])
  })

/** One to three requests one after the other, without waiting, cut into pieces anywhere, perhaps before the end. */
export const wireBytes = (body: fc.Arbitrary<string>): fc.Arbitrary<WireBytes> =>
  fc
    .record({
      messages: fc.array(message(body), { minLength: 1, maxLength: 3 }),
      cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: MOST_PIECES }),
      kept: fc.oneof(fc.constant(1), fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
      pauseMs: fc.constantFrom(0, 0, 1, 5),
      end: fc.oneof(
        { weight: 40, arbitrary: fc.constantFrom<WireBytes['end']>('shut', 'shut', 'shut', 'reset') },
        // Takes as long as the other side has patience.
        { weight: 1, arbitrary: fc.constant<WireBytes['end']>('wait') },
      ),
    })
    .map(({ messages, cuts, kept, pauseMs, end }) => {
      const whole = Buffer.concat(messages)
      const bytes = whole.subarray(0, Math.floor(kept * whole.length))
      const places = [0, ...cuts.map(cut => Math.floor(cut * bytes.length)).sort((a, b) => a - b), bytes.length]
      const pieces = places.slice(1).map((to, index) => bytes.subarray(places[index], to))
      return { pieces: pieces.filter(({ length }) => length > 0), pauseMs, end }
    })
