import { describe, expect, it } from 'vitest'
import { evaluate } from '../../language/evaluate.ts'
import type { Compatibility } from '../../language/scan.ts'
import { joinedText, MAX_POLICIES, type NamedPolicies, noPolicies, replaceAll, withPolicy } from './named-policies.ts'

const facts = { host: { name: 'Host', samples: [{}] }, guests: [] }
const valuesOf = ({ program }: NamedPolicies) => evaluate(program, facts).values

function setOf(texts: Readonly<Record<string, string>>, compatibility: Compatibility = 'safe'): NamedPolicies {
  let policies = noPolicies({ compatibility })
  for (const [name, text] of Object.entries(texts)) {
    const outcome = withPolicy(policies, name, text)
    if (!outcome.ok) throw new Error(outcome.problem.message)
    policies = outcome.policies
  }
  return policies
}
const textsOf = ({ files }: NamedPolicies) => Object.fromEntries(files.map(({ name, text }) => [name, text]))

describe.each(['safe', 'strict'] as const)('named policies (%s)', compatibility => {
  const none = noPolicies({ compatibility })

  it('are none at first, which is the text 0', () => {
    expect(none.files).toEqual([])
    expect(joinedText(none)).toBe('0')
    expect(valuesOf(none)).toEqual([0n])
  })

  it('are what setPolicy puts in place of all', () => {
    const policies = setOf({ '10_a': '1', '20_b': '2' }, compatibility)
    const outcome = replaceAll(policies, '(* 2 2)')
    expect(outcome.ok && joinedText(outcome.policies)).toBe('(* 2 2)')
    expect(outcome.ok && textsOf(outcome.policies)).toEqual({ '50_main_': '(* 2 2)' })
    const emptied = replaceAll(outcome.policies, undefined)
    expect(emptied.ok && joinedText(emptied.policies)).toBe('0')
  })

  it('are stored as they come, and deleted by name', () => {
    const policies = setOf({ '10_a': ' 1 ', '20_b': '2' }, compatibility)
    expect(textsOf(policies)).toEqual({ '10_a': ' 1 ', '20_b': '2' })
    const outcome = withPolicy(policies, '20_b', undefined)
    expect(outcome.ok && textsOf(outcome.policies)).toEqual({ '10_a': ' 1 ' })
    expect(textsOf(policies)).toEqual({ '10_a': ' 1 ', '20_b': '2' })
  })

  it('are the same after one was deleted that is not there', () => {
    const policies = setOf({ a: '1' }, compatibility)
    expect(withPolicy(policies, 'b', undefined)).toMatchObject({ ok: true, policies: { files: policies.files } })
  })

  it('keep the text of a name whose new text is bad, and the program', () => {
    const policies = setOf({ a: '1', b: '2' }, compatibility)
    const outcome = withPolicy(policies, 'b', '(2')
    expect(outcome.ok).toBe(false)
    expect(outcome.policies).toBe(policies)
    expect(withPolicy(policies, 'c', '[').policies).toBe(policies)
  })

  const orders: readonly (readonly string[])[] = [
    ['10_x', '9_x'],
    ['Z', '_', 'a', 'é', '\uff5e', '😀'],
    ['a', 'a0', 'aa'],
    ['01-parameters', '1'],
  ]
  it.each(orders)('are one program in the order of code points: %s, %s …', (...names) => {
    const policies = setOf(Object.fromEntries(names.toReversed().map(name => [name, `"${name}"`])), compatibility)
    expect(policies.files.map(({ name }) => name)).toEqual(names)
    expect(joinedText(policies)).toBe(names.map(name => `"${name}"`).join('\n'))
    expect(valuesOf(policies)).toEqual(names)
  })

  it('share their variables, and a comment without newline ends with its file', () => {
    expect(valuesOf(setOf({ a: '(defvar x 2) # two', b: '(* x 3)' }, compatibility))).toEqual([2n, 6n])
  })

  const names: readonly (readonly [name: string, why: string | undefined])[] = [
    ['', 'a policy needs a name'],
    ['x'.repeat(100), undefined],
    ['😀'.repeat(100), undefined],
    ['x'.repeat(101), 'at most 100 characters, not 101'],
    ['.a', 'does not begin with a dot'],
    ['a.b', undefined],
    ['a b', undefined],
    ['a/b', 'no slash'],
    ['a\nb', 'printable'],
    ['a\u202eb', 'printable'],
    ['\ud800', 'printable'],
    ['__proto__', undefined],
  ]
  it.each(names)('may be called %j: %s', (name, why) => {
    const outcome = withPolicy(none, name, '1')
    if (why === undefined) expect(outcome).toMatchObject({ ok: true, policies: { files: [{ name, text: '1' }] } })
    else expect(outcome).toMatchObject({ ok: false, problem: { code: 'bad-name', policy: name } })
    if (why !== undefined && !outcome.ok) expect(outcome.problem.message).toContain(why)
  })

  it('are bounded in number and in length', () => {
    const many = { ...none, files: Array.from({ length: MAX_POLICIES }, (_, at) => ({ name: `${at}`, text: '1' })) }
    expect(withPolicy(many, 'one', '1')).toMatchObject({ ok: false, problem: { code: 'too-many' } })
    expect(withPolicy(many, '7', '2').ok).toBe(true)
    expect(withPolicy(many, 'one', undefined).ok).toBe(true)
    const long = setOf({ a: ' '.repeat(600_000) + 1 }, compatibility)
    expect(withPolicy(long, 'b', ' '.repeat(600_000))).toMatchObject({
      ok: false,
      policies: long,
      problem: { code: 'limit' },
    })
  })
})

describe('named policies, safe', () => {
  const refused: readonly (readonly [text: string, code: string])[] = [
    ['(1', 'parse'],
    ['1 , 2', 'lexical'],
    ['(set nowhere 1)', 'undefined-symbol'],
    ['(frist 1)', 'unknown-function'],
    ['(not 1 2)', 'arity'],
    ['(7 * 2)', 'malformed'],
  ]
  it.each(refused)('refuse %s, and setPolicy of it leaves everything', (text, code) => {
    const policies = setOf({ a: '(defvar x 1)' })
    for (const outcome of [withPolicy(policies, 'b', text), replaceAll(policies, text)]) {
      expect(outcome).toMatchObject({ ok: false, problem: { code } })
      expect(outcome.policies).toBe(policies)
    }
  })

  it('tell the place of a problem in the policy that has it', () => {
    const outcome = withPolicy(setOf({ a: '(defvar pressure 1)' }), 'b', '# first\n(+ 1 presure)')
    expect(outcome).toMatchObject({
      problem: {
        code: 'undefined-symbol',
        message: 'b:2:6: undefined symbol presure; did you mean pressure?',
        policy: 'b',
        line: 2,
        column: 6,
        caret: '(+ 1 presure)\n     ^',
        suggestion: 'did you mean pressure?',
      },
    })
  })

  it('may not lose what another one uses, and say who does', () => {
    const policies = setOf({ a: '(defvar x 1)', b: 'x' })
    expect(withPolicy(policies, 'a', undefined)).toMatchObject({ ok: false, problem: { policy: 'b', line: 1 } })
    expect(withPolicy(policies, 'a', '(defvar y 1)')).toMatchObject({ ok: false, problem: { policy: 'b' } })
  })

  it('may be comments alone, wherever they stand', () => {
    expect(valuesOf(setOf({ a: '# nothing yet', b: '' }))).toEqual([])
    expect(valuesOf(setOf({ a: '# nothing yet', b: '1' }))).toEqual([1n])
  })

  it('come with warnings that refuse nothing', () => {
    const outcome = withPolicy(noPolicies(), 'a', '(def min (a) a)')
    expect(outcome).toMatchObject({
      ok: true,
      findings: [{ level: 'warning', code: 'malformed', policy: 'a', line: 1 }],
    })
  })
})

describe('named policies, strict', () => {
  it('are only parsed: what would fail in every cycle is taken, with its findings', () => {
    const outcome = withPolicy(noPolicies({ compatibility: 'strict' }), 'a', '(set nowhere 1)')
    expect(outcome).toMatchObject({ ok: true, findings: [{ level: 'error', code: 'undefined-symbol' }] })
    expect(() => valuesOf(outcome.policies)).toThrow('undefined symbol nowhere')
  })

  it('are all lost when setPolicy is given a bad text', () => {
    const outcome = replaceAll(setOf({ a: '1' }, 'strict'), '[')
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'parse', policy: '50_main_' } })
    expect(joinedText(outcome.policies)).toBe('0')
  })

  it('lose what follows a stray character without a word', () => {
    expect(valuesOf(setOf({ a: '1 ,', b: '2' }, 'strict'))).toEqual([1n])
  })

  it('keep a text of comments alone that MOM fails on, beside the program before', () => {
    const outcome = withPolicy(setOf({ a: '1' }, 'strict'), 'a', '# nothing\n')
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'parse' } })
    expect(textsOf(outcome.policies)).toEqual({ a: '# nothing\n' })
    expect(valuesOf(outcome.policies)).toEqual([1n])
    const next = withPolicy(outcome.policies, 'b', '2')
    expect(next.ok && joinedText(next.policies)).toBe('# nothing\n\n2')
  })
})
