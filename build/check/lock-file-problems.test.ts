import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { licenceProblems } from './licence-problems.ts'
import { lockFileProblems } from './lock-file-problems.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
const good = { version: '1.2.3', license: 'MIT', integrity: 'sha512-AAAA' }

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lock-file-'))
})
afterEach(() => rmSync(root, { recursive: true }))

function write(manifest: object, entry: object): void {
  const packages = { '': manifest, 'node_modules/@site/one': entry }
  writeFileSync(join(root, 'package.json'), JSON.stringify(manifest))
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }))
}

describe('lockFileProblems', () => {
  const cases = [
    { why: 'an exact version with a hash', manifest: {}, entry: good, problem: undefined },
    {
      why: 'an address of the registry',
      manifest: {},
      entry: { ...good, resolved: 'https://registry.npmjs.org/@site/one/-/one-1.2.3.tgz' },
      problem: undefined,
    },
    {
      why: 'a known install script',
      manifest: { allowScripts: { '@site/one': false } },
      entry: { ...good, hasInstallScript: true },
      problem: undefined,
    },
    {
      why: 'a range',
      manifest: { devDependencies: { '@site/one': '^1.2.3' } },
      entry: good,
      problem: '"@site/one": "^1.2.3" must be an exact version',
    },
    {
      why: 'an optional range',
      manifest: { optionalDependencies: { '@site/one': 'latest' } },
      entry: good,
      problem: 'must be an exact version',
    },
    { why: 'no hash', manifest: {}, entry: { ...good, integrity: undefined }, problem: 'has no sha512 integrity' },
    {
      why: 'a weak hash',
      manifest: {},
      entry: { ...good, integrity: 'sha1-AAAA' },
      problem: 'has no sha512 integrity',
    },
    {
      why: 'another source',
      manifest: {},
      entry: { ...good, resolved: 'git+ssh://git@example.com/one.git#abc' },
      problem: 'comes from git+ssh://git@example.com/one.git#abc',
    },
    {
      why: 'a source that only begins like the registry',
      manifest: {},
      entry: { ...good, resolved: 'https://registry.npmjs.org.example/one.tgz' },
      problem: 'comes from https://registry.npmjs.org.example/one.tgz',
    },
    {
      why: 'an unknown install script',
      manifest: {},
      entry: { ...good, hasInstallScript: true },
      problem: 'node_modules/@site/one has an install script',
    },
    {
      why: 'a name whose script is gone',
      manifest: { allowScripts: { '@site/one': false } },
      entry: good,
      problem: 'allowScripts names @site/one, which has no install script',
    },
  ]
  for (const { why, manifest, entry, problem } of cases) {
    it(`${problem === undefined ? 'passes' : 'finds'} ${why}`, () => {
      write(manifest, entry)
      expect(lockFileProblems(root)).toEqual(problem === undefined ? [] : [expect.stringContaining(problem)])
    })
  }

  const folders = [
    { what: 'passes a folder of the project that pins what it wants', version: '1.2.3', problems: [] },
    {
      what: 'finds a range in a folder of the project',
      version: '~1.2.3',
      problems: [expect.stringContaining('"~1.2.3" must be an exact version')],
    },
  ]
  for (const { what, version, problems } of folders) {
    it(what, () => {
      const manifest = { devDependencies: { inner: 'file:tools/inner' } }
      const packages = {
        '': manifest,
        'tools/inner': { version: '0.0.0' },
        'node_modules/inner': { resolved: 'tools/inner', link: true },
        'node_modules/@site/one': good,
      }
      writeFileSync(join(root, 'package.json'), JSON.stringify(manifest))
      writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }))
      mkdirSync(join(root, 'tools', 'inner'), { recursive: true })
      const inner = { optionalDependencies: { '@site/one': version } }
      writeFileSync(join(root, 'tools', 'inner', 'package.json'), JSON.stringify(inner))
      expect(lockFileProblems(root)).toEqual(problems)
    })
  }

  it('refuses an older lockfile, since it could not tell all of this', () => {
    writeFileSync(join(root, 'package.json'), '{}')
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ lockfileVersion: 1, dependencies: {} }))
    expect(() => lockFileProblems(root)).toThrow('lockfileVersion 3')
  })

  it('finds nothing in the project', () => expect(lockFileProblems(project)).toEqual([]))
})

describe('licenceProblems', () => {
  const cases = [
    { licence: 'MIT', ok: true },
    { licence: 'MIT AND ISC', ok: true },
    { licence: 'GPL-3.0-only OR Apache-2.0', ok: true },
    { licence: 'MPL-2.0', ok: true },
    { licence: 'GPL-3.0-only', ok: false },
    { licence: 'MIT AND GPL-3.0-only', ok: false },
    { licence: 'SEE LICENSE IN LICENSE.md', ok: false },
    { licence: undefined, ok: false },
  ]
  for (const { licence, ok } of cases) {
    it(`${ok ? 'passes' : 'finds'} ${licence ?? 'a package without any'}`, () => {
      write({}, { ...good, license: licence })
      expect(licenceProblems(root)).toHaveLength(ok ? 0 : 1)
    })
  }

  it('finds nothing in the project', () => expect(licenceProblems(project)).toEqual([]))
})
