import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aLog, type LoggedLine } from '../../../test/fakes/log.ts'
import { readPolicies } from '../policies/policy-directory.ts'
import { createDirectoryPolicies, type DirectoryPolicies } from './directory-policies.ts'

let directory: string
let lines: LoggedLine[]
let policies: DirectoryPolicies
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'configured-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const write = (name: string, text: string | Uint8Array) => writeFileSync(join(directory, name), text)
const remove = (name: string) => rmSync(join(directory, name))

async function start() {
  const told = aLog()
  lines = told.lines
  policies = await createDirectoryPolicies({
    builtIn: { origin: 'built-in', texts: new Map([['ours', '1']]) },
    read: () => readPolicies({ kind: 'directory', path: directory }),
    log: told.log,
  })
}
const inForce = () => Object.fromEntries(policies.current().texts)
const warned = () => lines.filter(({ level }) => level === 'warn').map(({ fields }) => fields)

describe('policies of a directory, read again', () => {
  beforeEach(async () => {
    write('10_a.policy', '(defvar a 1)')
    write('20_b.policy', '(set a 2)')
    await start()
  })
  const before = { '10_a': '(defvar a 1)', '20_b': '(set a 2)' }

  const good: { why: string; change: () => void; after: Record<string, string> }[] = [
    { why: 'added', change: () => write('30_c.policy', 'a'), after: { ...before, '30_c': 'a' } },
    { why: 'changed', change: () => write('20_b.policy', '(set a 3)'), after: { ...before, '20_b': '(set a 3)' } },
    { why: 'removed', change: () => remove('20_b.policy'), after: { '10_a': '(defvar a 1)' } },
  ]
  it.each(good)('are in force when one was $why', async ({ change, after }) => {
    change()
    await policies.refresh()
    expect(policies.current()).toEqual({ origin: 'directory', texts: new Map(Object.entries(after)) })
    expect(warned()).toEqual([])
  })

  const bad: { why: string; change: () => void; code: string; at?: object }[] = [
    {
      why: 'cannot be parsed',
      change: () => write('20_b.policy', '\n (set a'),
      code: 'parse',
      at: { line: 2, column: 2 },
    },
    {
      why: 'needs what is gone',
      change: () => remove('10_a.policy'),
      code: 'undefined-symbol',
      at: { line: 1, column: 6 },
    },
    { why: 'is no text', change: () => write('20_b.policy', new Uint8Array([0xff])), code: 'not-utf-8' },
    { why: 'leads nowhere', change: () => symlinkSync('nowhere', join(directory, '20_c.policy')), code: 'unreadable' },
    { why: 'is no file', change: () => mkdirSync(join(directory, '20_c.policy')), code: 'not-a-file' },
    { why: 'has the name of another', change: () => write('20_b.policy-2.policy', '1'), code: 'same-name' },
  ]
  it.each(bad)(
    'leave those before in force when one $why, told once, until all are good',
    async ({ change, code, at }) => {
      change()
      write('30_c.policy', '3')
      await policies.refresh()
      expect(inForce()).toEqual(before)
      const { problem, findings = [] } = policies.current()
      const [finding] = findings
      expect(problem).toEqual({ code: 'bad-policy-directory', message: expect.stringContaining(`${directory}/20_`) })
      expect(finding).toMatchObject({ level: 'error', code, policy: expect.stringMatching(/^20_/), ...at })
      expect(warned()).toMatchObject([{ problem: finding?.message, policy: finding?.policy, ...at }])

      const kept = policies.current()
      await policies.refresh()
      expect([policies.current() === kept, warned().length]).toEqual([true, 1])

      rmSync(directory, { recursive: true })
      mkdirSync(directory)
      write('30_c.policy', '3')
      await policies.refresh()
      expect(policies.current()).toEqual({ origin: 'directory', texts: new Map([['30_c', '3']]) })
    },
  )

  it('stay in force when the directory is gone, and when it comes back as it was', async () => {
    rmSync(directory, { recursive: true })
    await policies.refresh()
    expect(inForce()).toEqual(before)
    expect(policies.current()).toMatchObject({ problem: { code: 'bad-policy-directory' }, findings: [] })
    mkdirSync(directory)
    for (const [name, text] of Object.entries(before)) write(`${name}.policy`, text)
    await policies.refresh()
    expect(policies.current()).toEqual({ origin: 'directory', texts: new Map(Object.entries(before)) })
  })

  it('stay in force when what clusters set is not defined any more, and only where it was', async () => {
    const defined = '(defvar True 1) (defvar balloonEnabled 0) (defvar ksmEnabled 0) (defvar ksmMergeAcrossNodes 0)'
    write('10_a.policy', `(defvar a 1) ${defined}`)
    await policies.refresh()
    const kept = inForce()
    write('10_a.policy', '(defvar a 1)')
    await policies.refresh()
    expect([inForce(), warned().length]).toEqual([kept, 1])
    expect(policies.current().problem?.message).toMatch(/^What the engine tells .* 01-parameters:1:6: .*balloonEnabled/)
  })

  it('tell of each set of problems once', async () => {
    write('20_b.policy', '(')
    await policies.refresh()
    write('20_b.policy', '((')
    await policies.refresh()
    write('10_a.policy', ')')
    await policies.refresh()
    expect(warned()).toHaveLength(4)
    expect(policies.current().problem?.message).toMatch(/ \(and 1 more\)$/)
  })
})

describe('policies of a directory, read first', () => {
  it('are those that can be used, and the rest is told', async () => {
    write('10_a.policy', '1')
    write('20_b.policy', '(')
    await start()
    expect(inForce()).toEqual({ '10_a': '1' })
    expect(policies.current()).toMatchObject({ origin: 'directory', findings: [{ policy: '20_b' }] })
    await policies.refresh()
    expect([inForce(), warned().length]).toEqual([{ '10_a': '1' }, 1])
  })

  it('are the built-in ones while there is no directory', async () => {
    rmSync(directory, { recursive: true })
    await start()
    expect(policies.current()).toMatchObject({ origin: 'built-in', problem: { code: 'bad-policy-directory' } })
    mkdirSync(directory)
    write('10_a.policy', '1')
    await policies.refresh()
    expect(policies.current()).toEqual({ origin: 'directory', texts: new Map([['10_a', '1']]) })
  })
})
