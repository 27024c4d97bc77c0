import { describe, expect, it } from 'vitest'
import { decodeCall } from './decode-call.ts'
import { XmlRpcError } from './xml-rpc-error.ts'
import { EXTENSIONS_NAMESPACE } from './xml-rpc-value.ts'

const call = (value: string) =>
  `<methodCall><methodName>m</methodName><params><param>${value}</param></params></methodCall>`
const extended = (value: string) =>
  call(value).replace('<methodCall>', `<methodCall xmlns:ex="${EXTENSIONS_NAMESPACE}">`)

describe('decodeCall', () => {
  const values = [
    { why: 'untyped text is a string', xml: '<value>text</value>', value: 'text' },
    { why: 'blanks in untyped text count', xml: '<value> a\n</value>', value: ' a\n' },
    { why: 'an empty value is the empty string', xml: '<value/>', value: '' },
    { why: 'a typed string', xml: '<value><string> s </string></value>', value: ' s ' },
    { why: 'an empty string', xml: '<value><string/></value>', value: '' },
    { why: 'i4', xml: '<value><i4>2</i4></value>', value: 2 },
    { why: 'int with blanks and a sign', xml: '<value>\n <int> +7 </int>\n</value>', value: 7 },
    { why: 'the smallest int', xml: '<value><int>-2147483648</int></value>', value: -2147483648 },
    { why: 'i8 that fits a number', xml: '<value><i8>9007199254740991</i8></value>', value: 9007199254740991 },
    { why: 'i8 that does not stays text', xml: '<value><i8>9007199254740993</i8></value>', value: '9007199254740993' },
    { why: 'double', xml: '<value><double>-1.5e3</double></value>', value: -1500 },
    { why: 'boolean', xml: '<value><boolean>1</boolean></value>', value: true },
    {
      why: 'a date stays text',
      xml: '<value><dateTime.iso8601>20260801T00:00:00</dateTime.iso8601></value>',
      value: '20260801T00:00:00',
    },
    { why: 'nil without its namespace', xml: '<value><nil/></value>', value: null },
    { why: 'an empty struct', xml: '<value><struct/></value>', value: {} },
    { why: 'an empty array', xml: '<value><array><data/></array></value>', value: [] },
    {
      why: 'nil inside an array',
      xml: '<value><array><data><value><nil/></value></data></array></value>',
      value: [null],
    },
    { why: 'numeric references', xml: '<value>&#233;&#x1F600;&#10;</value>', value: 'é😀\n' },
    { why: 'predefined entities', xml: '<value>&lt;&amp;&gt;&quot;&apos;</value>', value: '<&>"\'' },
    { why: 'CDATA and comments', xml: '<value>a<!-- b --><![CDATA[<c>]]>d</value>', value: 'a<c>d' },
  ]
  for (const { why, xml, value } of values) {
    it(`reads ${why}`, () => expect(decodeCall(call(xml))).toEqual({ method: 'm', params: [value] }))
  }

  it('reads ex:nil under any prefix bound to the extension namespace', () => {
    expect(decodeCall(extended('<value><ex:nil/></value>')).params).toEqual([null])
    expect(decodeCall(extended('<value><ex:i8>5</ex:i8></value>')).params).toEqual([5])
    const other = extended('<value><x:nil/></value>').replace('xmlns:ex', 'xmlns:x')
    expect(decodeCall(other).params).toEqual([null])
  })

  it('reads a call without params, with empty params, with a byte order mark and with indentation', () => {
    expect(decodeCall('<methodCall><methodName> discover </methodName></methodCall>')).toEqual({
      method: 'discover',
      params: [],
    })
    expect(decodeCall('<methodCall><methodName>m</methodName><params/></methodCall>').params).toEqual([])
    expect(
      decodeCall(`\uFEFF<?xml version="1.0"?>\n<methodCall>\n <methodName>m</methodName>\n</methodCall>\n`).params,
    ).toEqual([])
  })

  it('keeps members of any name apart from the prototype', () => {
    const member = (name: string) => `<member><name>${name}</name><value>x</value></member>`
    const [struct] = decodeCall(
      call(`<value><struct>${member('__proto__')}${member('toString')}</struct></value>`),
    ).params
    expect(Object.getPrototypeOf(struct)).toBeNull()
    expect(Object.keys(struct ?? {})).toEqual(['__proto__', 'toString'])
    expect(Object.prototype).not.toHaveProperty('x')
  })

  const refused = [
    { why: 'nothing', xml: '', code: 'malformed' },
    { why: 'text that is no XML', xml: 'hello', code: 'malformed' },
    { why: 'a document cut short', xml: call('<value>x</value>').slice(0, -20), code: 'malformed' },
    { why: 'two roots', xml: `${call('<value/>')}<methodCall/>`, code: 'malformed' },
    { why: 'an unknown entity', xml: call('<value>&nbsp;</value>'), code: 'malformed' },
    { why: 'a control character', xml: call('<value>\u0007</value>'), code: 'malformed' },
    { why: 'a reference to one', xml: call('<value>&#7;</value>'), code: 'malformed' },
    { why: 'an unbound prefix', xml: call('<value><ex:nil/></value>'), code: 'malformed' },
    { why: 'a document type', xml: `<!DOCTYPE methodCall>${call('<value/>')}`, code: 'malformed' },
    {
      why: 'an entity bomb',
      xml: `<!DOCTYPE m [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>${call('<value>&b;</value>')}`,
      code: 'malformed',
    },
    {
      why: 'an external entity',
      xml: `<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]>${call('<value>&x;</value>')}`,
      code: 'malformed',
    },
    { why: 'a reply', xml: '<methodResponse><params/></methodResponse>', code: 'not-xml-rpc' },
    { why: 'no method name', xml: '<methodCall><params/></methodCall>', code: 'not-xml-rpc' },
    { why: 'an empty method name', xml: '<methodCall><methodName/></methodCall>', code: 'not-xml-rpc' },
    {
      why: 'two method names',
      xml: '<methodCall><methodName>a</methodName><methodName>b</methodName></methodCall>',
      code: 'not-xml-rpc',
    },
    { why: 'two types in a value', xml: call('<value><int>1</int><int>2</int></value>'), code: 'not-xml-rpc' },
    { why: 'text beside a type', xml: call('<value>1<int>1</int></value>'), code: 'not-xml-rpc' },
    { why: 'text between params', xml: call('<value/>').replace('<param>', 'x<param>'), code: 'not-xml-rpc' },
    { why: 'an array without data', xml: call('<value><array/></value>'), code: 'not-xml-rpc' },
    {
      why: 'a member without name',
      xml: call('<value><struct><member><value/></member></struct></value>'),
      code: 'not-xml-rpc',
    },
    {
      why: 'a member without value',
      xml: call('<value><struct><member><name>a</name></member></struct></value>'),
      code: 'not-xml-rpc',
    },
    { why: 'an element inside a scalar', xml: call('<value><string><b/></string></value>'), code: 'not-xml-rpc' },
    { why: 'an unknown type', xml: call('<value><money>1</money></value>'), code: 'unknown-type' },
    {
      why: 'a type of a foreign namespace',
      xml: call('<value><int xmlns="urn:x">1</int></value>'),
      code: 'unknown-type',
    },
    { why: 'an int of 33 bits', xml: call('<value><int>2147483648</int></value>'), code: 'bad-value' },
    { why: 'an empty int', xml: call('<value><int/></value>'), code: 'bad-value' },
    { why: 'an int in hexadecimal', xml: call('<value><int>0x10</int></value>'), code: 'bad-value' },
    { why: 'a fraction as int', xml: call('<value><int>1.0</int></value>'), code: 'bad-value' },
    { why: 'NaN', xml: call('<value><double>NaN</double></value>'), code: 'bad-value' },
    { why: 'a double beyond all numbers', xml: call('<value><double>1e999</double></value>'), code: 'bad-value' },
    { why: 'a boolean in words', xml: call('<value><boolean>true</boolean></value>'), code: 'bad-value' },
    {
      why: 'a member given twice',
      xml: call(`<value><struct>${'<member><name>a</name><value/></member>'.repeat(2)}</struct></value>`),
      code: 'duplicate-member',
    },
    {
      why: 'arrays 100 deep',
      xml: call('<value><array><data>'.repeat(100) + '</data></array></value>'.repeat(100)),
      code: 'too-deep',
    },
  ]
  for (const { why, xml, code } of refused) {
    it(`refuses ${why} as ${code}`, () => {
      expect(() => decodeCall(xml)).toThrow(expect.objectContaining({ name: 'XmlRpcError', code }))
    })
  }

  it('refuses a document above its limit before parsing it', () => {
    const limits = { maxLength: 100, maxDepth: 64 }
    expect(() => decodeCall('x'.repeat(101), limits)).toThrow(expect.objectContaining({ code: 'too-large' }))
  })

  it('stops at the first level too many instead of building the rest', () => {
    expect(() => decodeCall(call('<value><array><data>'.repeat(300_000)))).toThrow(XmlRpcError)
  })
})
