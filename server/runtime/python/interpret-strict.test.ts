import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OriginalDaemon, startOriginalDaemon } from '../../../test/fakes/original-daemon.ts'
import { decodeReply } from '../../protocol/xmlrpc/decode-reply.ts'
import { encodeCall } from '../../protocol/xmlrpc/encode-call.ts'
import { XmlRpcFault } from '../../protocol/xmlrpc/xml-rpc-error.ts'
import { interpretStrict } from './interpret-strict.ts'
import { died } from './parse-reply.ts'
import type { PythonRun } from './python-run.ts'

const ended = (over: Partial<PythonRun>): PythonRun => {
  const { died: _, ...run } = died('')
  return { ...run, exit: 0, ...over }
}

const none = { kind: 'none' }
const failed = { kind: 'failed' }
const fault = (text: string) => ({ kind: 'breaks-call', message: text })
const typeError = (text: string) => fault(`<class 'TypeError'>:${text}`)
const valueError = (text: string) => fault(`<class 'ValueError'>:${text}`)
const overflow = fault("<class 'OverflowError'>:int exceeds XML-RPC limits")

type Row = readonly [printed: string, expected: object]

const filters: readonly Row[] = [
  ["['a', 'b', 'a']", { kind: 'hosts', hosts: ['a', 'b'] }],
  ['[]', { kind: 'hosts', hosts: [] }],
  ["'ab'", { kind: 'hosts', hosts: ['a', 'b'] }],
  ["{'a': 1}", { kind: 'hosts', hosts: ['a'] }],
  ["[1, 'a', None, (1, 2), True]", { kind: 'hosts', hosts: [1, 'a', null, [1, 2]] }],
  ['None', none],
  ['', failed],
  ['nonsense', failed],
  ['5', typeError("'int' object is not iterable")],
  ['1.5', typeError("'float' object is not iterable")],
  ['True', typeError("'bool' object is not iterable")],
  ['[[1]]', typeError("unhashable type: 'list'")],
  ["[('a', [1])]", typeError("unhashable type: 'list'")],
  ['[2147483648]', overflow],
]
const scores: readonly Row[] = [
  ["[('a', 1), ['b', -2]]", { kind: 'scores', scores: [score('a', 1), score('b', -2)] }],
  ["[('a', 1.5)]", { kind: 'scores', scores: [{ ...score('a', 1.5), isFloat: true }] }],
  ["[('a', True)]", { kind: 'scores', scores: [score('a', 1)] }],
  ["[('a', 1), ('a', 2)]", { kind: 'scores', scores: [score('a', 1), score('a', 2)] }],
  ['[]', { kind: 'scores', scores: [] }],
  ['None', none],
  ["v ['h']", failed],
  ['5', typeError("'int' object is not iterable")],
  ['[5]', typeError('cannot unpack non-iterable int object')],
  ['[None]', typeError('cannot unpack non-iterable NoneType object')],
  ["[('a',)]", valueError('not enough values to unpack (expected 2, got 1)')],
  ["[('a', 1, 2)]", valueError('too many values to unpack (expected 2)')],
  ["[('a', None)]", typeError("unsupported operand type(s) for *: 'int' and 'NoneType'")],
  ["[('a', {})]", typeError("unsupported operand type(s) for *: 'int' and 'dict'")],
  ["[('a', 'x')]", typeError("unsupported operand type(s) for +=: 'int' and 'str'")],
  ["[('a', [1])]", typeError("unsupported operand type(s) for +=: 'int' and 'list'")],
  ["['ab']", typeError("unsupported operand type(s) for +=: 'int' and 'str'")],
  ['[([], 1)]', typeError("unhashable type: 'list'")],
  ["[('a', 2147483648)]", overflow],
]
const balances: readonly Row[] = [
  ["('v', ['h'])", { kind: 'elements', elements: ['v', ['h']] }],
  ["('v', ['h'], 1)", { kind: 'elements', elements: ['v', ['h'], 1] }],
  ["'vm'", { kind: 'elements', elements: ['v', 'm'] }],
  ['None', none],
  ["v ['h']", none],
  ['5', typeError("'int' object is not iterable")],
  ["('v', {1})", typeError("cannot marshal <class 'set'> objects")],
  ["('v', {1: 2})", typeError('dictionary key must be string')],
  ["('v', [99999999999])", overflow],
]

function score(host: string, value: number) {
  return { host, score: value, isFloat: false }
}

describe('interpretStrict', () => {
  for (const [method, rows] of [
    ['filter', filters],
    ['score', scores],
    ['balance', balances],
  ] as const) {
    for (const [stdout, expected] of rows) {
      it(`takes ${stdout || 'nothing'} from a ${method} as the original does`, () => {
        expect(interpretStrict[method](ended({ stdout: `${stdout}\n` }))).toMatchObject(expected)
      })
    }
  }

  const endings: readonly (readonly [string, PythonRun, object, object])[] = [
    [
      'words on stderr',
      ended({ stdout: "('v', [])", stderr: 'warning' }),
      { kind: 'failed', message: 'warning' },
      { kind: 'elements' },
    ],
    [
      'exit code',
      ended({ stdout: "('v', [])", exit: 3 }),
      { kind: 'failed', message: 'ended with code 3' },
      { kind: 'elements' },
    ],
    ['signal', ended({ exit: null, signal: 'SIGSEGV' }), { kind: 'failed', message: 'ended with SIGSEGV' }, none],
    ['time out', ended({ stdout: "('v', [])", timedOut: true }), { kind: 'timed-out' }, none],
    ['bytes that are not UTF-8', ended({ stdout: "'\udcff'" }), failed, none],
    ['interpreter that died', died('why'), { kind: 'failed', message: 'why' }, none],
  ]
  for (const [what, run, filter, balance] of endings) {
    it(`minds the ${what} of filters and scores, not of balancers`, () => {
      expect(interpretStrict.filter(run)).toMatchObject(filter)
      expect(interpretStrict.score(run)).toMatchObject(filter)
      expect(interpretStrict.balance(run)).toMatchObject(balance)
    })
  }
})

const sourceDir = process.env.OVIRT_SCHEDULER_PROXY_DIR

describe.skipIf(sourceDir === undefined)('the original daemon', () => {
  const kinds = [
    ['do_filter', 'runFilters', filters],
    ['do_score', 'runCostFunctions', scores],
    ['do_balance', 'runLoadBalancing', balances],
  ] as const
  const source = kinds.flatMap(([method, , rows]) =>
    rows.map(
      ([text], index) =>
        `class ${method}_${index}:\n  def ${method}(self, *args):\n    'D'\n    print(${JSON.stringify(text)})\n`,
    ),
  )
  let daemon: OriginalDaemon
  let dir: string

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'strict-'))
    await writeFile(join(dir, 'plugin.py'), source.join(''))
    daemon = await startOriginalDaemon(sourceDir ?? '', dir)
  }, 30_000)
  afterAll(async () => {
    await daemon.stop()
    await rm(dir, { recursive: true })
  })

  for (const [method, remote, rows] of kinds) {
    for (const [index, [text, expected]] of rows.entries()) {
      it(`answers to ${text || 'nothing'} from ${method} as the table says`, async () => {
        const name = `${method}_${index}`
        const params = {
          do_filter: [[name], ['h'], 'v', {}],
          do_score: [[[name, 2]], ['h'], 'v', {}],
          do_balance: [name, ['h'], {}],
        }[method]
        const reply = await fetch(`http://127.0.0.1:${daemon.port}/`, {
          method: 'POST',
          headers: { 'content-type': 'text/xml' },
          body: encodeCall(remote, params),
        })
        const body = await reply.text()
        if (!('message' in expected)) {
          expect(body).not.toContain('<fault>')
          return
        }
        expect(() => decodeReply(body)).toThrow(XmlRpcFault)
        expect(() => decodeReply(body)).toThrow(expected.message as string)
      })
    }
  }
})
