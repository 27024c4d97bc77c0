import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeCall } from './encode-call.ts'
import { type DecodeLimits, defaultDecodeLimits, readDocument } from './read-document.ts'
import { scanCall } from './scan-call.ts'
import { stripIllegal } from './strip-illegal.ts'
import { XmlRpcError } from './xml-rpc-error.ts'
import type { XmlRpcValue } from './xml-rpc-value.ts'

/** What the other reader makes of the document; undefined: it refuses it. */
function read(xml: string, limits: DecodeLimits) {
  try {
    const { methodName, params } = readDocument(xml, 'call', limits)
    return { methodName, params: params ?? [] }
  } catch (error) {
    if (error instanceof XmlRpcError) return undefined
    throw error
  }
}

function expectAgreement(xml: string, limits = defaultDecodeLimits): void {
  const scanned = scanCall(xml, limits)
  if (scanned !== undefined) expect(scanned, xml).toStrictEqual(read(xml, limits))
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...'<>&"\'] \t\r\n\u0000\u0085\ufffea'), maxLength: 6 }),
  fc.constantFrom('', '__proto__', 'toString', ']]>', '&amp;', '11111111-1111-1111-1111-111111111111'),
)
// encodeCall drops characters that XML cannot hold; two names must not become one by that.
const name = text.filter(value => stripIllegal(value) === value)
const { value: anyValue } = fc.letrec<{ value: XmlRpcValue }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    text,
    fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: false }),
  ),
}))
const anyCall = fc.tuple(fc.constantFrom('runFilters', ' m', '&'), fc.array(anyValue, { maxLength: 3 }))

const names = ['methodCall', 'methodName', 'params', 'param', 'value', 'array', 'data', 'struct', 'member', 'name', 'b']
const types = ['string', 'int', 'i4', 'i8', 'boolean', 'double', 'nil', 'ex:nil', 'String']
const scalars = ['', ' ', 'a', '7', ' -7\n', '+0', '1.5e3', '2147483648', '&#49;', '&lt;']
const references = ['&', '&lt', '&;', '&#13;', '&#0;', '&#xD800;', '&#x1F600;', '&nbsp;']
const characters = [
  '\r\n',
  '\r',
  ']]>',
  ']]',
  '>',
  '\0',
  '\u001f',
  '\u007f',
  '\u0085',
  '\ud83d',
  '\ude00',
  '😀',
  '\ufffe',
]
const gaps = [' ', '\n', '\r\n', '\r', '\t', '\u00a0', 'x', '&#32;', '<!-- -->', '<?a?>', '<!DOCTYPE a>', '\ufeff']

/** Where something may be changed, and what is likely to leave a document there that one of the two can read. */
const places = {
  text: {
    of: /(?<=<(?:value|name|methodName|i4|boolean)>)[^<]*(?=<\/)/g,
    snippets: [...scalars, ...references, ...characters, '<![CDATA[<]]>', '<!-- -->'],
  },
  value: {
    of: /<value>[^<]*<\/value>/g,
    snippets: types
      .flatMap(type => [...scalars.map(text => `<${type}>${text}</${type}>`), `<${type}/>`, `<${type}></${type}>`])
      .concat(['<struct/>', '<array><data/></array>', '<array><data><value/></data></array>', '<array/>'])
      .concat('<struct><member><name>a</name><value/></member></struct>', '<base64>YQ==</base64>')
      .map(type => `<value>${type}</value>`)
      .concat('<value/>', '<value/><value/>', '<value/> a', ''),
  },
  gap: { of: /(?<=>)(?=<)/g, snippets: gaps },
  tag: {
    of: /<[^>]*>/g,
    snippets: [...names, ...types].flatMap(n => [`<${n}>`, `</${n}>`, `<${n}/>`, `<${n} >`]).concat(''),
  },
  attribute: { of: /(?=\/?>)/g, snippets: [' ', '\n', '/', ' a="b"', ' xmlns="urn:x"', ' xmlns:ex="urn:x"'] },
  character: { of: /./gs, snippets: ['', '<', '>', '/', '&', ';', '"', 'x', ' ', '\n', '0'] },
  end: { of: /$/g, snippets: [...gaps, '\0', '<', '</methodCall>', '<methodCall/>', '<?xml version="1.0"?>'] },
}

const change = fc
  .constantFrom(...Object.values(places))
  .chain(({ of, snippets }) =>
    fc.record({ of: fc.constant(of), nth: fc.nat(), keep: fc.boolean(), snippet: fc.constantFrom(...snippets) }),
  )
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never

/** Each change puts its snippet at, or in the place of, the n-th match. */
const mutate = (xml: string, changes: readonly Change[]): string =>
  changes.reduce((before, { of, nth, keep, snippet }) => {
    const found = [...before.matchAll(of)]
    const chosen = found[nth % found.length]
    if (chosen === undefined) return before
    const { 0: match, index } = chosen
    return before.slice(0, index) + snippet + (keep ? match : '') + before.slice(index + match.length)
  }, xml)

const blanks = fc.constantFrom('', ' ', '\n', '\r\n', '\t')

describe('scanCall', () => {
  it('reads every call that the engine could send, as readDocument does', () => {
    fc.assert(
      fc.property(anyCall, ([method, params]) => {
        const xml = encodeCall(method, params)
        const scanned = scanCall(xml, defaultDecodeLimits)
        expect(scanned).toBeDefined()
        expect(scanned).toStrictEqual(read(xml, defaultDecodeLimits))
      }),
      { numRuns: 500 },
    )
  })

  it('reads them with types written out and blanks between the elements, too', () => {
    fc.assert(
      fc.property(anyCall, blanks, blanks, ([method, params], before, after) => {
        const xml = encodeCall(method, params)
          .replaceAll(/<value>([^<]*)<\/value>/g, `<value>${before}<string>$1</string>${after}</value>`)
          .replaceAll(/(?<=>)(?<!<(?:methodName|name|string|i4|boolean)>)(?=<)/g, after)
        expect(scanCall(xml, defaultDecodeLimits)).toBeDefined()
        expectAgreement(xml)
      }),
      { numRuns: 300 },
    )
  })

  it('never reads anything but what readDocument reads, whatever is done to a document', () => {
    fc.assert(
      fc.property(anyCall, fc.array(change, { minLength: 1, maxLength: 2 }), ([method, params], changes) => {
        expectAgreement(mutate(encodeCall(method, params), changes))
      }),
      { numRuns: 10_000 },
    )
  })

  it('never reads what readDocument refuses for its size', () => {
    const limits = fc.record({ maxLength: fc.integer({ min: 100, max: 600 }), maxDepth: fc.nat(20) })
    fc.assert(
      fc.property(anyCall, limits, ([method, params], given) => expectAgreement(encodeCall(method, params), given)),
      { numRuns: 500 },
    )
  })
})
