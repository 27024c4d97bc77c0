import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { evaluate } from '../../language/evaluate.ts'
import type { Compatibility } from '../../language/scan.ts'
import { joinedText, MAX_POLICIES, type NamedPolicies, withPolicy } from './named-policies.ts'
import { MAX_FILE_BYTES, readPolicies } from './policy-directory.ts'

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'policies-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const write = (files: Readonly<Record<string, string | Uint8Array>>) => {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content)
}
const read = (compatibility: Compatibility = 'safe') =>
  readPolicies({ kind: 'directory', path: directory }, { compatibility })
const textsOf = ({ files }: NamedPolicies) => Object.fromEntries(files.map(({ name, text }) => [name, text]))

describe.each(['safe', 'strict'] as const)('a directory of policies (%s)', mode => {
  it('is read by the names of its files', async () => {
    write({
      '20_b.policy': '2',
      '10_a.policy': '1',
      '.30_c.policy': '(',
      'notes.txt': '(',
      'x.policy.bak': '(',
      policy: '(',
    })
    mkdirSync(join(directory, 'sub'))
    const { isRead, policies, problems } = await read(mode)
    expect([isRead, problems]).toEqual([true, []])
    expect(textsOf(policies)).toEqual({ '10_a': '1', '20_b': '2' })
    expect(joinedText(policies)).toBe('1\n2')
  })

  it('is there again after names were set and deleted', async () => {
    write({ '10_a.policy': '1', '20_b.policy': '2' })
    const { policies } = await read(mode)
    const added = withPolicy(withPolicy(policies, '20_b', undefined).policies, '30_c', '3')
    expect(joinedText(added.policies)).toBe('1\n3')
    expect(textsOf((await read(mode)).policies)).toEqual({ '10_a': '1', '20_b': '2' })
  })

  it('names policies up to the first .policy; of two with one name the later file counts', async () => {
    write({ 'a.policy': '1', 'a.policy-old.policy': '2' })
    const { policies, problems } = await read(mode)
    expect(textsOf(policies)).toEqual({ a: '2' })
    expect(problems).toMatchObject([{ code: 'same-name', path: join(directory, 'a.policy') }])
  })

  it('leaves out what cannot be read, and tells', async () => {
    write({
      '1.policy': '1',
      '2.policy': '(2',
      '3.policy': '3',
      '4.policy': new Uint8Array([0x22, 0xff, 0x22]),
      '5.policy': ' '.repeat(MAX_FILE_BYTES + 1),
    })
    mkdirSync(join(directory, '6.policy'))
    execFileSync('mkfifo', [join(directory, '7.policy')])
    symlinkSync(join(directory, 'nowhere'), join(directory, '8.policy'))
    write({ '\u0001.policy': '1' })
    const { policies, problems } = await read(mode)
    expect(textsOf(policies)).toEqual({ '1': '1', '3': '3' })
    expect(Object.fromEntries(problems.map(({ path, code }) => [path.slice(directory.length + 1), code]))).toEqual({
      '\u0001.policy': 'bad-name',
      '2.policy': 'parse',
      '4.policy': 'not-utf-8',
      '5.policy': 'too-large',
      '6.policy': 'not-a-file',
      '7.policy': 'not-a-file',
      '8.policy': 'unreadable',
    })
    expect(problems.find(({ code }) => code === 'parse')).toMatchObject({
      line: 1,
      column: 1,
      caret: '(2\n^',
      policy: '2',
      message: `${join(directory, '2.policy')}: 2:1:1: parse error; this "(" is never closed`,
    })
  })

  it('follows links', async () => {
    mkdirSync(join(directory, '..data'))
    writeFileSync(join(directory, '..data', 'real'), '7')
    symlinkSync('..data/real', join(directory, 'a.policy'))
    expect(textsOf((await read(mode)).policies)).toEqual({ a: '7' })
  })

  it('that is not there is told, and nothing comes of it', async () => {
    const { isRead, policies, problems } = await readPolicies(
      { kind: 'directory', path: join(directory, 'no') },
      { compatibility: mode },
    )
    expect([isRead, policies.files]).toEqual([false, []])
    expect(problems).toMatchObject([{ code: 'unreadable', path: join(directory, 'no') }])
  })

  it('may be a single file', async () => {
    write({ 'main.rules': '(* 2 2)' })
    const source = { kind: 'file', path: join(directory, 'main.rules') } as const
    expect(textsOf((await readPolicies(source, { compatibility: mode })).policies)).toEqual({ '50_main_': '(* 2 2)' })
    write({ 'main.rules': '(' })
    expect(await readPolicies(source, { compatibility: mode })).toMatchObject({
      isRead: true,
      policies: { files: [] },
      problems: [{ code: 'parse', path: source.path }],
    })
    const missing = { kind: 'file', path: join(directory, 'no') } as const
    expect(await readPolicies(missing, { compatibility: mode })).toMatchObject({
      isRead: false,
      problems: [{ code: 'unreadable' }],
    })
  })

  it('may be none', async () => {
    expect(await readPolicies({ kind: 'none' }, { compatibility: mode })).toMatchObject({ isRead: true, problems: [] })
  })
})

describe('a directory of policies, safe', () => {
  it('may use in one file what a later one defines', async () => {
    write({ '1.policy': '(def f () (g))', '2.policy': '(def g () 5)', '3.policy': '(f)' })
    const { policies, problems } = await read()
    expect(problems).toEqual([])
    expect(evaluate(policies.program, { host: { name: 'Host', samples: [{}] }, guests: [] }).values.at(-1)).toBe(5n)
  })

  it('loses what needs something that was left out', async () => {
    write({
      '1.policy': '(defvar x 1) (',
      '2.policy': '(defvar y (+ x 1))',
      '3.policy': 'y',
      '4.policy': '4',
      '5.policy': ')',
    })
    const { policies, problems } = await read()
    expect(textsOf(policies)).toEqual({ '4': '4' })
    expect(problems.map(({ path, code }) => [path.slice(-8), code])).toEqual([
      ['1.policy', 'parse'],
      ['5.policy', 'parse'],
      ['2.policy', 'undefined-symbol'],
      ['3.policy', 'undefined-symbol'],
    ])
  })

  it('is bounded as a whole: what comes last is left out', async () => {
    const half = `${' '.repeat(600_000)}1`
    write({ '1.policy': half, '2.policy': half, '3.policy': '3' })
    const { policies, problems } = await read()
    expect(policies.files.map(({ name }) => name)).toEqual(['1'])
    expect(problems.map(({ code }) => code)).toEqual(['limit', 'limit'])
    const many = Array.from({ length: MAX_POLICIES + 1 }, (_, at) => [`m${String(at).padStart(4, '0')}.policy`, '1'])
    rmSync(directory, { recursive: true })
    mkdirSync(directory)
    write(Object.fromEntries(many))
    const all = await read()
    expect(all.policies.files.length).toBe(MAX_POLICIES)
    expect(all.problems).toMatchObject([{ code: 'too-many', path: join(directory, `m0${MAX_POLICIES}.policy`) }])
  })

  it('may begin with a byte order mark', async () => {
    write({ 'a.policy': '\ufeff1' })
    expect(textsOf((await read()).policies)).toEqual({ a: '1' })
  })
})

describe('a directory of policies, strict', () => {
  it('has its files set one after the other, however they fail later', async () => {
    write({ '1.policy': '(defvar x', '2.policy': '1)', '3.policy': '(set nowhere 1)' })
    const { policies, findings, problems } = await read('strict')
    expect(textsOf(policies)).toEqual({ '3': '(set nowhere 1)' })
    expect(problems.map(({ code }) => code)).toEqual(['parse', 'parse'])
    expect(findings).toMatchObject([{ level: 'error', code: 'undefined-symbol', policy: '3' }])
  })

  it('loses what follows a stray character, a byte order mark even', async () => {
    write({ '1.policy': '1', '2.policy': '\ufeff2', '3.policy': '3' })
    const { policies, problems } = await read('strict')
    expect(problems).toEqual([])
    expect(evaluate(policies.program, { host: { name: 'Host', samples: [{}] }, guests: [] }).values).toEqual([1n])
  })
})
