import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCall } from './decode-call.ts'
import { decodeReply } from './decode-reply.ts'
import { encodeCall } from './encode-call.ts'
import { encodeFault, encodeReply } from './encode-reply.ts'
import { stripIllegal } from './strip-illegal.ts'
import { XmlRpcError, XmlRpcFault } from './xml-rpc-error.ts'
import { EXTENSIONS_NAMESPACE, type XmlRpcReply, type XmlRpcValue } from './xml-rpc-value.ts'

const reply = (value: string) => `<methodResponse><params><param>${value}</param></params></methodResponse>`

describe('encodeReply', () => {
  it('writes the types the engine reads', () => {
    const value = { result_code: 0, result: ['a', ['b', 5]], extra: true }
    expect(encodeReply(value)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><methodResponse><params><param><value><struct>' +
        '<member><name>result_code</name><value><int>0</int></value></member>' +
        '<member><name>result</name><value><array><data><value><string>a</string></value>' +
        '<value><array><data><value><string>b</string></value><value><int>5</int></value></data></array></value>' +
        '</data></array></value></member><member><name>extra</name><value><boolean>1</boolean></value></member>' +
        '</struct></value></param></params></methodResponse>',
    )
  })

  it('drops characters that XML cannot hold', () => {
    expect(decodeReply(encodeReply('a\u0000b\u001b[31mc\ud800d\uffff\u{1F600}\t\r\n'))).toBe('ab[31mcd\u{1F600}\t\r\n')
  })

  it('writes fractions as double only when asked to', () => {
    const written = encodeReply([0.5, -1.25, 1e-7, 0.1 + 0.2, 2, -0], 'doubles')
    expect([...written.matchAll(/<value><(int|double)>(.*?)</g)].map(([, type, text]) => `${type} ${text}`)).toEqual([
      'double 0.5',
      'double -1.25',
      'double 1e-7',
      'double 0.30000000000000004',
      'int 2',
      'int 0',
    ])
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, null]) {
      expect(() => encodeReply(value, 'doubles')).toThrow(XmlRpcError)
    }
  })

  const extended = [
    { why: 'nil', value: null, xml: '<nil/>' },
    { why: 'an integer', value: 5n, xml: '<int>5</int>' },
    { why: '2^31 - 1', value: 2n ** 31n - 1n, xml: '<int>2147483647</int>' },
    { why: '2^31', value: 2n ** 31n, xml: '<i8>2147483648</i8>' },
    { why: '1 - 2^31', value: 1n - 2n ** 31n, xml: '<int>-2147483647</int>' },
    { why: '-2^31', value: -(2n ** 31n), xml: '<i8>-2147483648</i8>' },
    { why: 'more than a number can hold', value: 2n ** 53n + 1n, xml: '<i8>9007199254740993</i8>' },
    { why: 'a float without fraction', value: 5, xml: '<double>5</double>' },
    { why: 'a float', value: 0.25, xml: '<double>0.25</double>' },
    { why: 'infinity', value: Number.NEGATIVE_INFINITY, xml: '<nil/>' },
    { why: 'NaN', value: Number.NaN, xml: '<nil/>' },
    {
      why: 'a list',
      value: [1n, null],
      xml: '<array><data><value><int>1</int></value><value><nil/></value></data></array>',
    },
    {
      why: 'a struct',
      value: { a: 1n },
      xml: '<struct><member><name>a</name><value><int>1</int></value></member></struct>',
    },
  ]
  for (const { why, value, xml } of extended) {
    it(`writes ${why} for readers of extensions`, () => {
      expect(encodeReply(value, 'extended')).toContain(`<param><value>${xml}</value></param>`)
    })
  }

  const unwritable: { why: string; value: XmlRpcReply }[] = [
    { why: 'null', value: [null] },
    { why: 'a fraction', value: 0.5 },
    { why: 'NaN', value: Number.NaN },
    { why: '2^31', value: 2 ** 31 },
    { why: 'a bigint', value: { a: 1n } },
    { why: 'members that are one once stripped', value: { a: 1, 'a\u0001': 2 } },
  ]
  for (const { why, value } of unwritable) {
    it(`refuses ${why}`, () =>
      expect(() => encodeReply(value)).toThrow(expect.objectContaining({ code: 'not-encodable' })))
  }
})

describe('decodeReply', () => {
  it('throws a fault as XmlRpcFault', () => {
    const read = () => decodeReply(encodeFault(4, 'no <such> method'))
    expect(read).toThrow(XmlRpcFault)
    expect(read).toThrow(expect.objectContaining({ faultCode: 4, message: 'no <such> method' }))
  })

  it('reads what the original daemon prints', () => {
    const xml = reply(
      '<value><array><data>\n<value><string>id</string></value>\n<value><int> 100 </int></value>\n</data></array></value>',
    )
    expect(decodeReply(`<?xml version='1.0'?>\n${xml}\n`)).toEqual(['id', 100])
  })

  for (const tag of ['nil', 'i8', 'i1', 'float']) {
    it(`refuses ${tag} outside its namespace, as the engine does`, () => {
      expect(() => decodeReply(reply(`<value><${tag}></${tag}></value>`))).toThrow(
        expect.objectContaining({ code: 'unknown-type' }),
      )
    })
  }

  it('makes numbers of int and i4 only, since the engine casts to Integer', () => {
    const extended = (value: string) => reply(value).replace('>', ` xmlns:ex="${EXTENSIONS_NAMESPACE}">`)
    expect(decodeReply(reply('<value><i4>1</i4></value>'))).toBe(1)
    expect(decodeReply(reply('<value><double>1.0</double></value>'))).toBe('1.0')
    expect(decodeReply(extended('<value><ex:i8>1</ex:i8></value>'))).toBe('1')
    expect(decodeReply(extended('<value><ex:nil/></value>'))).toBeNull()
  })

  const refused = [
    { why: 'no value', xml: '<methodResponse><params/></methodResponse>' },
    { why: 'nothing inside', xml: '<methodResponse/>' },
    { why: 'two values', xml: reply('<value/></param><param><value/>') },
    { why: 'a fault that is no struct', xml: '<methodResponse><fault><value>x</value></fault></methodResponse>' },
    { why: 'a fault without code', xml: '<methodResponse><fault><value><struct/></value></fault></methodResponse>' },
    { why: 'HTML', xml: '<html><body>Service unavailable</body></html>' },
  ]
  for (const { why, xml } of refused) {
    it(`refuses a reply with ${why}`, () => expect(() => decodeReply(xml)).toThrow(XmlRpcError))
  }
})

describe('encodeCall', () => {
  it('writes what the engine sends', () => {
    const root = `<?xml version="1.0" encoding="UTF-8"?><methodCall xmlns:ex="${EXTENSIONS_NAMESPACE}">`
    expect(encodeCall('discover', [])).toBe(`${root}<methodName>discover</methodName><params/></methodCall>`)
    expect(encodeCall('runCostFunctions', [[['é"', 2]], [], {}, null])).toBe(
      `${root}<methodName>runCostFunctions</methodName><params><param><value><array><data><value><array><data>` +
        '<value>&#233;"</value><value><i4>2</i4></value></data></array></value></data></array></value></param>' +
        '<param><value><array><data/></array></value></param><param><value><struct/></value></param>' +
        '<param><value><ex:nil/></value></param></params></methodCall>',
    )
  })
})

// Strings without the characters XML cannot hold: those are dropped by design and do not come back.
const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter(value => stripIllegal(value) === value)
const { value: anyValue } = fc.letrec<{ value: XmlRpcValue }>(tie => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    text,
    fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: false }),
  ),
}))

describe('round trip', () => {
  it('returns every reply as it was written', () => {
    fc.assert(
      fc.property(anyValue, value => {
        expect(decodeReply(encodeReply(value))).toEqual(value)
      }),
    )
  })

  it('returns every call as it was written', () => {
    fc.assert(
      fc.property(fc.array(anyValue, { maxLength: 4 }), params => {
        expect(decodeCall(encodeCall('m', params))).toEqual({ method: 'm', params })
      }),
    )
  })

  it('answers any text with a value or an XmlRpcError, never with another error', () => {
    const piece = fc.constantFrom(
      '<value>',
      '</value>',
      '<array>',
      '<data>',
      '<i4>',
      '1',
      '&#0;',
      '&a;',
      '<![CDATA[',
      ']]>',
      '<!DOCTYPE a [',
      '<struct>',
      '<member>',
      '<name>',
      '\u0000',
      '<?x',
      '"',
      '<ex:nil/>',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 12 }), pieces => {
        const xml = `<methodCall><methodName>m</methodName><params><param>${pieces.join('')}`
        for (const document of [xml, `${xml}</param></params></methodCall>`, pieces.join('')]) {
          try {
            expect(decodeCall(document)).toHaveProperty('params')
          } catch (error) {
            expect(error).toBeInstanceOf(XmlRpcError)
          }
        }
      }),
      { numRuns: 500 },
    )
  })
})
