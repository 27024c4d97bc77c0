/** Malformed and hostile documents and plugin outputs, the same for the same seed. */
import fc from 'fast-check'
import { encodeCall } from '../../server/protocol/xmlrpc/encode-call.ts'
import type { XmlRpcValue } from '../../server/protocol/xmlrpc/xml-rpc-value.ts'

const H1 = '11111111-1111-1111-1111-111111111111'
const VM = '33333333-3333-3333-3333-333333333333'

/** Names that mean something to JavaScript, to Python or to an operating system. */
const telling = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  '\0',
  '../../etc/passwd',
  "'; drop table",
  '{{7*7}}',
]
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(...telling),
  fc.string({ minLength: 1_000, maxLength: 5_000 }),
)
const value: fc.Arbitrary<XmlRpcValue> = fc.letrec<{ value: XmlRpcValue }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }) as fc.Arbitrary<XmlRpcValue>,
  ),
})).value
const method = fc.oneof(
  fc.constantFrom('discover', 'Discover', 'runFilters', 'runCostFunctions', 'runLoadBalancing', 'system.multicall'),
  text,
)
const plausible = fc.constantFrom<[string, XmlRpcValue[]]>(
  ['runFilters', [['say_script', 'nope'], [H1], VM, {}]],
  ['runCostFunctions', [[['say_script', 2]], [H1], VM, {}]],
  ['runLoadBalancing', ['say_script', [H1], {}]],
)

/** A call whose parameters are anything. */
const nonsense = fc.tuple(method, fc.array(value, { maxLength: 5 })).map(([name, params]) => encodeSafely(name, params))
/** A sound call with bytes changed, cut or doubled. */
const mutated = fc
  .tuple(
    plausible,
    fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), text), { minLength: 1, maxLength: 4 }),
    fc.boolean(),
  )
  .map(([[name, params], edits, isCut]) => {
    let document = encodeCall(name, params)
    for (const [place, inserted] of edits) {
      const at = Math.floor(place * document.length)
      document = document.slice(0, at) + inserted + (isCut ? '' : document.slice(at))
    }
    return document
  })
const deep = fc
  .tuple(fc.integer({ min: 1, max: 3_000 }), fc.constantFrom('array', 'struct', 'value'))
  .map(
    ([depth, element]) =>
      `<?xml version="1.0"?><methodCall><methodName>discover</methodName><params><param>${`<${element}>`.repeat(depth)}`,
  )
const bombs = fc.constantFrom(
  '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><methodCall><methodName>&b;</methodName></methodCall>',
  '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><methodCall><methodName>&f;</methodName></methodCall>',
  '',
  '<',
  '\ufeff'.repeat(50),
)

export const hostileDocument: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: mutated },
  { weight: 3, arbitrary: nonsense },
  { weight: 1, arbitrary: text },
  { weight: 1, arbitrary: deep },
  { weight: 1, arbitrary: bombs },
)

function encodeSafely(name: string, params: readonly XmlRpcValue[]): string {
  try {
    return encodeCall(name, params)
  } catch {
    return `<methodCall><methodName>${name}</methodName></methodCall>`
  }
}

/** What a plugin may hand back: JSON for the script, which turns it into its answer; text for Python, which prints it. */
export const hostileAnswer: fc.Arbitrary<string> = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.constantFrom(
    'null',
    '1e999',
    '{"ok":true}',
    '{"ok":false}',
    '{"ok":"yes"}',
    '{"ok":false,"reason":{"text":""}}',
    '"x"',
    '[]',
  ),
)
export const hostileOutput: fc.Arbitrary<string> = fc.oneof(
  text,
  fc.json({ maxDepth: 4 }),
  fc.constantFrom(
    'None',
    '[',
    `('${VM}', ['${H1}'])`,
    '[1] * 10',
    "b'x'",
    '{}',
    '(1,)',
    '1e999',
    `[('${H1}', 2**99)]`,
    '[['.repeat(500),
  ),
)

/** Units that say what they are told to, by a property. */
export const sayingPlugins = {
  'say.ts': `
import { defineUnit, text } from 'ovirt-scheduler/sdk'
const told = ({ say }) => JSON.parse(say || 'null')
export default defineUnit({
  id: 'say_script', description: 'Answers what it is told',
  parameters: { say: text({ label: 'Say', help: 'JSON', pattern: '^.*$', default: '' }) },
  filter: (_vm, _host, values) => told(values),
  score: (_vm, _host, values) => told(values),
  balance: (_input, values) => told(values),
})
`,
  'say.py': `
import sys
class say_python(object):
    def do_filter(self, hosts, vm, properties):
        sys.stdout.write(properties.get('say', ''))
    def do_score(self, hosts, vm, properties):
        sys.stdout.write(properties.get('say', ''))
    def do_balance(self, hosts, properties):
        sys.stdout.write(properties.get('say', ''))
`,
}

/** A call that makes the unit say it. */
export const makingSay = (unit: string, say: string, which: number): string => {
  const properties = { say }
  const calls: [string, XmlRpcValue[]][] = [
    ['runFilters', [[unit], [H1], VM, properties]],
    ['runCostFunctions', [[[unit, 1]], [H1], VM, properties]],
    ['runLoadBalancing', [unit, [H1], properties]],
  ]
  const [name, params] = calls[which % calls.length] ?? ['discover', []]
  return encodeCall(name, params)
}
