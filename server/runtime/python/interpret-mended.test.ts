import { describe, expect, it } from 'vitest'
import { interpretMended } from './interpret-mended.ts'
import { died } from './parse-reply.ts'
import type { PythonRun } from './python-run.ts'

const GUID = '33333333-3333-3333-3333-333333333333'

const ended = (over: Partial<PythonRun>): PythonRun => {
  const { died: _, ...run } = died('')
  return { ...run, exit: 0, ...over }
}
const none = { kind: 'none', warnings: [] }
const bad = (message: string | RegExp) => ({
  kind: 'bad-answer',
  message: typeof message === 'string' ? message : expect.stringMatching(message),
})
const hosts = (...hostIds: string[]) => ({ kind: 'hosts', hostIds, warnings: [] })
const scores = (of: Record<string, number>) => ({ kind: 'scores', scores: new Map(Object.entries(of)), warnings: [] })
const move = (vmId: string, ...hostIds: string[]) => ({ kind: 'move', vmId, hostIds, warnings: [] })

const tables = {
  filter: [
    ["['b', 'a', 'b']\n", hosts('a', 'b')],
    ["('a',)", hosts('a')],
    ["{'a': 1}", hosts('a')],
    ['[]', hosts()],
    ["['a', 'x', 'y']", { ...hosts('a'), warnings: ['names 2 hosts that were not asked about, x for one'] }],
    ['None', none],
    ['  \n', none],
    ['5', bad('answered an int instead of a list of host ids')],
    ["'a'", bad('answered a str instead of a list of host ids')],
    ["['a', 1]", bad('answered an int among a list of host ids')],
    ["a ['b']", bad("printed no Python literal (it has a name where a value is due at 0): a ['b']")],
    [`['${'x'.repeat(500)}`, bad(/^printed no Python literal \(it has a string without an end at 2\): \['x{58}$/)],
    ["'\udcff'", bad('printed bytes that are not UTF-8')],
  ],
  score: [
    ["[('a', 1), ['b', -2]]", scores({ a: 1, b: -2 })],
    ["[('a', 1.5), ('b', -0.4)]", scores({ a: 2, b: 0 })],
    ["[('a', True)]", scores({ a: 1 })],
    ["[('a', 1), ('a', 2)]", scores({ a: 3 })],
    ["[('x', 1)]", { ...scores({}), warnings: ['names 1 hosts that were not asked about, x for one'] }],
    ['None', none],
    ["[('a', 1e999)]", bad('answered a score beyond 32 bits for host a: Infinity')],
    ["[('a', 2147483648)]", bad('answered a score beyond 32 bits for host a: 2147483648')],
    ["[('a', 2147483647), ('a', 1)]", bad('answered a score beyond 32 bits for host a: 2147483648')],
    ["[('a', '1')]", bad('answered a str as the score of host a')],
    ["[('a', 1, 2)]", bad('answered an entry of 3 values instead of a host and its score')],
    ["['ab']", bad('answered a str instead of a pair of host and score')],
    ['[(1, 1)]', bad('answered an int where a host id is due')],
    ['7', bad('answered an int instead of a list of scores')],
  ],
  balance: [
    ["('v', ['a', 'b'])", move('v', 'a', 'b')],
    ["['v', ('a',)]", move('v', 'a')],
    [`${GUID} ['a', 'b']\n`, move(GUID, 'a', 'b')],
    ["('', [])", none],
    ['(None, [])', none],
    ['[]', none],
    ['None', none],
    ["('v', [])", { ...none, warnings: ['names no host for VM v'] }],
    [`${GUID} []`, { ...none, warnings: [`names no host for VM ${GUID}`] }],
    ["('v', ['a'], 1)", bad('answered 3 values instead of a VM and a list of hosts')],
    ["('v',)", bad('answered 1 values instead of a VM and a list of hosts')],
    ["'v'", bad('answered a str instead of a VM and a list of hosts')],
    ["(1, ['a'])", bad('answered an int where the id of a VM is due')],
    ["('v', 'a')", bad('answered a str instead of a list of host ids')],
    [`${GUID} None`, bad(/^printed no Python literal/)],
    ["v ['a']", bad(/^printed no Python literal/)],
  ],
} as const

const interpret = {
  filter: (run: PythonRun) => interpretMended.filter(run, ['a', 'b']),
  score: (run: PythonRun) => interpretMended.score(run, ['a', 'b']),
  balance: interpretMended.balance,
}
const methods = ['filter', 'score', 'balance'] as const

describe('interpretMended', () => {
  for (const method of methods) {
    for (const [stdout, expected] of tables[method]) {
      it(`takes ${JSON.stringify(stdout.slice(0, 40))} from a ${method}`, () => {
        expect(interpret[method](ended({ stdout }))).toEqual(expected)
      })
    }

    it(`keeps a good ${method} in spite of words on stderr, and hands them on`, () => {
      const [[stdout, good]] = tables[method]
      const stderr = 'first\nx.py:1: DeprecationWarning: old\u0007\u001b[0m\n\n'
      expect(interpret[method](ended({ stdout, stderr }))).toEqual({
        ...good,
        warnings: ['x.py:1: DeprecationWarning: old [0m'],
      })
    })
  }

  const failures: readonly (readonly [string, Partial<PythonRun>, object])[] = [
    [
      'a traceback',
      { exit: 1, stdout: '[]', stderr: 'Traceback\n  File\nValueError: no\n' },
      { kind: 'failed', message: 'ValueError: no' },
    ],
    ['an exit code', { exit: 3, stdout: '[]' }, { kind: 'failed', message: 'ended with code 3' }],
    ['a signal', { exit: null, signal: 'SIGSEGV' }, { kind: 'failed', message: 'was ended by SIGSEGV' }],
    ['an error told on stderr instead of an answer', { stderr: 'no route\n' }, { kind: 'failed', message: 'no route' }],
    [
      'the time limit',
      { timedOut: true, exit: 0, stdout: '[]', ms: 30_000.4 },
      { kind: 'timed-out', message: 'did not end in time and was stopped after 30000 ms' },
    ],
    ['too much output', { overflow: true, exit: null, signal: 'SIGKILL' }, bad(/^wrote more than is read/)],
    ['a lost interpreter', { died: 'the interpreter ended' }, { kind: 'failed', message: 'the interpreter ended' }],
  ]
  for (const [what, run, expected] of failures) {
    it(`tells ${what}`, () => {
      for (const method of methods) expect(interpret[method](ended(run))).toEqual(expected)
    })
  }

  it('keeps messages to one short line', () => {
    const stderr = `E: ${'\ud83d\ude00'.repeat(300)}\u0000`
    const outcome = interpretMended.balance(ended({ exit: 1, stderr }))
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringMatching(/^E: [^\p{Cc}]+…$/u) })
    expect('message' in outcome && outcome.message.length).toBeLessThanOrEqual(200)
  })
})
