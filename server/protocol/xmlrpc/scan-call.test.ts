import { describe, expect, it } from 'vitest'
import { encodeCall } from './encode-call.ts'
import { defaultDecodeLimits, readDocument } from './read-document.ts'
import { scanCall } from './scan-call.ts'
import { EXTENSIONS_NAMESPACE } from './xml-rpc-value.ts'

const scan = (xml: string, limits = {}) => scanCall(xml, { ...defaultDecodeLimits, ...limits })

const read = (xml: string) => {
  const { methodName, params } = readDocument(xml, 'call')
  return { methodName, params: params ?? [] }
}

const call = (value: string) =>
  `<methodCall><methodName>m</methodName><params><param>${value}</param></params></methodCall>`
const extended = (value: string, attribute = `xmlns:ex="${EXTENSIONS_NAMESPACE}"`) =>
  call(value).replace('<methodCall>', `<methodCall ${attribute}>`)
const member = (name: string, value = '<value>x</value>') => `<member><name>${name}</name>${value}</member>`
const struct = (...members: string[]) => call(`<value><struct>${members.join('')}</struct></value>`)
const data = (values: readonly string[]) => `<data>${values.map(value => `<value>${value}</value>`).join('')}</data>`
const array = (content: string) => call(`<value><array>${content}</array></value>`)

const vm = '33333333-3333-3333-3333-333333333333'
const ids = ['11111111-1111-1111-1111-111111111111', '22222222-2222-2222-2222-222222222222']

/** As Python's xmlrpc.client writes it. */
const python = `<?xml version='1.0'?>
<methodCall>
<methodName>runFilters</methodName>
<params>
<param>
<value><array><data>
<value><string>a &amp; b</string></value>
<value><int>7</int></value>
</data></array></value>
</param>
<param>
<value><struct>
<member>
<name>x</name>
<value><double>0.5</double></value>
</member>
<member>
<name>y</name>
<value><boolean>1</boolean></value>
</member>
</struct></value></param>
</params>
</methodCall>
`

describe('scanCall reads what readDocument reads:', () => {
  const documents: Readonly<Record<string, string>> = {
    'discover of the engine': encodeCall('discover', []),
    'runFilters of the engine': encodeCall('runFilters', [['a', 'b'], ids, vm, { max: '10', né: '"<&>"' }]),
    'runCostFunctions of the engine': encodeCall('runCostFunctions', [[['a', 2]], ids, vm, {}]),
    'runLoadBalancing of the engine': encodeCall('runLoadBalancing', ['a', [], null]),
    'a call of the Python client': python,
    'the same with lines ending as in Windows': python.replaceAll('\n', '\r\n'),
    'indentation by tabs': python.replaceAll('\n', '\n\t\t'),
    'no params': '<methodCall><methodName>m</methodName></methodCall>',
    'empty params': '<methodCall><methodName> m\n</methodName><params> </params></methodCall>',
    'params closed at once': '<methodCall><methodName>m</methodName><params/></methodCall>',
    'an empty method name': '<methodCall><methodName></methodName></methodCall>',
    'a byte order mark': `\uFEFF<?xml version="1.0"?>${call('<value/>')}`,
    'a declaration with an encoding': `<?xml version="1.0" encoding='ISO-8859-1' ?>\r${call('<value/>')}\r`,
    'blanks before the root': ` \n${call('<value/>')}`,
    'values closed at once': array('<data><value/><value><string/></value><value></value></data>'),
    'empty text': array('<data><value></value><value><string></string></value></data>'),
    'blanks as text': array('<data><value> </value><value>\r\n</value><value><string>\t</string></value></data>'),
    'blanks around a type': call('<value>\n<string> a </string>\t</value>'),
    'lines ending in each way': call('<value>a\r\nb\rc\nd\r\r\n&#13;\r\n</value>'),
    references: call('<value>&lt;&#233;&#x1F600;]]&gt;&amp;lt;&#9;</value>'),
    'brackets of a section in another order': call('<value>]] > ]>]</value>'),
    'characters outside ASCII': call('<value>é\u007f\u0085\u2028\ufffd😀\ud7ff\ue000\u{10ffff}</value>'),
    'ints with blanks, signs and zeros': array(
      data(['2', ' 7\n', '+7', '-0', '000000001', '-2147483648', '2147483647'].map(n => `<int>${n}</int>`)),
    ),
    doubles: array(data(['1', '-1.5', '1e-7', '1.0E+22', '-0.0'].map(n => `<double>${n}</double>`))),
    booleans: array('<data><value><boolean>0</boolean></value><value><boolean> 1 </boolean></value></data>'),
    nil: call('<value><nil/></value>'),
    'nil of the extension namespace': extended('<value><ex:nil/></value>'),
    'an empty array': array('<data></data>'),
    'an array closed at once': array('\n<data/>\n'),
    'an empty struct': struct('\n'),
    'a struct closed at once': call('<value><struct/></value>'),
    'arrays and structs inside each other': struct(
      member(
        'a',
        '<value><array><data><value><struct>\n</struct></value> <value><array><data/></array></value></data></array></value>',
      ),
      member('b', `<value><struct>${member('a')}</struct></value>`),
    ),
    'members named like what objects have': struct(
      ...['__proto__', 'constructor', 'toString', ''].map(name => member(name)),
    ),
    'members told apart by a blank': struct(member('a'), member('a '), member('&#97;b')),
  }
  for (const [why, xml] of Object.entries(documents)) {
    it(why, () => expect(scan(xml)).toStrictEqual(read(xml)))
  }

  it('structs have no prototype', () => {
    const [value] = scan(struct(member('__proto__')))?.params ?? []
    expect(Object.getPrototypeOf(value)).toBeNull()
    expect(Object.keys(value ?? {})).toEqual(['__proto__'])
  })
})

describe('scanCall leaves to readDocument', () => {
  const good = call('<value>x</value>')
  const text = (raw: string) => call(`<value>${raw}</value>`)
  const documents: Readonly<Record<string, readonly string[]>> = {
    'what is no document': ['', ' ', 'hello', '<', '<methodCall', '<methodCall>', '<methodCall/>', '<html></html>'],
    'a reply': [good.replaceAll('methodCall', 'methodResponse')],
    'an unusual declaration': [
      ` <?xml version="1.0"?>${good}`,
      `<?xml version="1.1"?>${good}`,
      `<?xml version="1.0" standalone="yes"?>${good}`,
      `<?xml version="1.0" encoding=""?>${good}`,
      `<?xml version="1.0" encoding="UTF-8'?>${good}`,
      `<?xml version="1.0"encoding="UTF-8"?>${good}`,
      `<?xml?>${good}`,
      `<?XML version="1.0"?>${good}`,
      `<?xml version="1.0"?><?xml version="1.0"?>${good}`,
      `\uFEFF\uFEFF${good}`,
    ],
    'a document type': [`<!DOCTYPE methodCall>${good}`, `<!DOCTYPE m [<!ENTITY a "b">]>${text('&a;')}`],
    comments: [`<!---->${good}`, text('a<!-- b -->c'), good.replace('<param>', '<param><!-- -->'), `${good}<!-- -->`],
    'processing instructions': [`<?a b?>${good}`, text('<?a?>'), `${good}<?a?>`],
    CDATA: [text('<![CDATA[a]]>'), text('<![CDATA[]]>')],
    'the end of a section as text': [text(']]>'), text(']]]>'), `${good}]]>`],
    attributes: [
      good.replace('<param>', '<param a="b">'),
      text('<int xmlns="urn:x">1</int>'),
      extended('<value/>', 'xmlns="urn:x"'),
      extended('<value/>', 'xmlns:ex="urn:x"'),
      extended('<value><ex:nil/></value>', `xmlns:ex='${EXTENSIONS_NAMESPACE}'`),
      extended('<value><x:nil/></value>', `xmlns:x="${EXTENSIONS_NAMESPACE}"`),
      extended('<value/>', `xmlns:ex="${EXTENSIONS_NAMESPACE}" xmlns:ex="${EXTENSIONS_NAMESPACE}"`),
      extended('<value/>', `xmlns:ex="${EXTENSIONS_NAMESPACE.replace('.', 'x')}"`),
    ],
    'blanks inside tags': [
      good.replace('<value>', '<value >'),
      good.replace('</value>', '</value\n>'),
      text('< int>1</int>'),
    ],
    'tags in capitals': [good.toUpperCase(), good.replaceAll('value', 'Value'), text('<INT>1</INT>')],
    'rare and unknown types': [
      text('<i8>1</i8>'),
      text('<ex:i8>1</ex:i8>'),
      text('<dateTime.iso8601>20260801T00:00:00</dateTime.iso8601>'),
      text('<base64>YQ==</base64>'),
      text('<money>1</money>'),
      text('<nil></nil>'),
      text('<value>a</value>'),
    ],
    'an extension type outside its namespace': [text('<ex:nil/>')],
    'scalars that do not fit their type': [
      ...['', ' ', '2147483648', '-2147483649', '1'.repeat(41), '0x10', '1.0', '1e3', '- 1', '--1', '١', '&#49;x'].map(
        value => text(`<int>${value}</int>`),
      ),
      ...['', '.', 'NaN', 'Infinity', '1e999', '1e', '1_0', '0x1'].map(value => text(`<double>${value}</double>`)),
      ...['', 'true', '2', '01'].map(value => text(`<boolean>${value}</boolean>`)),
      text('<int/>'),
      text('<boolean/>'),
    ],
    'references it does not know': [text('&nbsp;'), text('&amp'), text('&#0;'), text('&#xD83D;'), text('&#X41;')],
    'a reference to a blank beside a type': [text('&#32;<int>1</int>'), text('<int>1</int>&#32;')],
    'text outside values': [
      `x${good}`,
      `${good}x`,
      `${good}\u00a0`,
      good.replace('<param>', '\u2028<param>'),
      good.replace('<param>', 'x<param>'),
      good.replace('</param>', 'x</param>'),
      array('x<data/>'),
      array('<data/>x'),
      array('<data>x</data>'),
      struct('x'),
      struct(member('a').replace('<name>', 'x<name>')),
      struct(member('a').replace('<value>', 'x<value>')),
    ],
    'text beside a type': [text('1<int>1</int>'), text('<int>1</int>1'), text('<array><data/></array>1')],
    'two types in a value': [text('<int>1</int><int>2</int>'), text('<string>a</string><string/>')],
    'elements inside scalars': [text('<string><b/></string>'), text('<int>1<b/></int>'), text('a<b/>')],
    'elements missing, repeated or out of order': [
      '<methodCall><params/></methodCall>',
      '<methodCall><methodName/></methodCall>',
      '<methodCall><params/><methodName>m</methodName></methodCall>',
      '<methodCall><methodName>a</methodName><methodName>b</methodName></methodCall>',
      '<methodCall><methodName>a</methodName><params/><params/></methodCall>',
      good.replace('<value>x</value>', ''),
      good.replace('<value>x</value>', '<value>x</value><value>x</value>'),
      good.replace(/<.?param>/g, ''),
      array(''),
      text('<array/>'),
      array('<data/><data/>'),
      array('<value/>'),
      struct('<member/>'),
      struct('<member><name>a</name></member>'),
      struct('<member><value>a</value></member>'),
      struct('<member><value>a</value><name>a</name></member>'),
      struct('<member><name/><value>a</value></member>'),
      struct('<value>a</value>'),
    ],
    'a member given twice': [
      struct(member('a'), member('a')),
      struct(member('__proto__'), member('__proto__')),
      struct(member('a'), member('&#97;')),
    ],
    'characters that XML cannot hold': [...'\0\u0007\u000b\u001f\ufffe\uffff\udc00\ud800'].flatMap(character => [
      text(character),
      `${good}${character}`,
      struct(member(character)),
    ]),
    'a second root': [`${good}${good}`, `${good}<methodCall/>`, `${good}</methodCall>`],
  }
  for (const [why, rejected] of Object.entries(documents)) {
    it(why, () => {
      for (const xml of rejected) expect(scan(xml), xml).toBeUndefined()
    })
  }

  it('a document cut short anywhere', () => {
    for (let length = 0; length < python.trimEnd().length; length++) {
      expect(scan(python.slice(0, length))).toBeUndefined()
    }
  })

  it('a document with any tag missing or doubled', () => {
    for (const { 0: tag, index } of python.matchAll(/<.*?>\n?/g)) {
      const [before, after] = [python.slice(0, index), python.slice(index + tag.length)]
      if (index > 0) expect(scan(`${before}${after}`)).toBeUndefined()
      expect(scan(`${before}${tag}${tag}${after}`)).toBeUndefined()
    }
  })

  it('a document near or beyond a limit', () => {
    const document = encodeCall('m', [[['x']]])
    expect(scan(document, { maxLength: document.length })).toBeDefined()
    expect(scan(document, { maxLength: document.length - 1 })).toBeUndefined()
    for (const maxDepth of [0, 1, 2]) expect(scan(encodeCall('m', []), { maxDepth })).toBeUndefined()
    expect(scan(document, { maxDepth: 13 })).toBeDefined()
    expect(scan(document, { maxDepth: 9 })).toBeUndefined()
    const deep = '<value><array><data>'.repeat(100_000)
    expect(scan(call(deep), { maxDepth: Number.POSITIVE_INFINITY })).toBeUndefined()
  })
})
