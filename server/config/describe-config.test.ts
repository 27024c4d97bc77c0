import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { ConfigError } from './config-error.ts'
import { describeConfig, sampleConfig } from './describe-config.ts'
import { loadConfig } from './load-config.ts'
import { readConfigFile, readPasswordFile } from './read-config-file.ts'
import { settingNames } from './settings.ts'

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-config-'))
afterAll(() => rmSync(folder, { recursive: true }))
const write = (name: string, content: string, mode = 0o600) => {
  writeFileSync(join(folder, name), content, { mode })
  return join(folder, name)
}

describe('describeConfig', () => {
  it('shows every setting with its origin and no secret', () => {
    const shown = describeConfig(loadConfig({ environment: {}, flags: { 'engine.password': 'open sesame' } }))
    for (const name of settingNames) expect(shown).toContain(name)
    expect(shown).not.toContain('sesame')
    expect(shown).toMatch(/engine\.password +\*{8} +flag/)
  })
})

describe('sampleConfig', () => {
  it('is a file that sets nothing and names every setting', () => {
    const content: unknown = parse(sampleConfig())
    // As it is written, and with every line of it in force.
    for (const sample of [content, uncomment(sampleConfig())])
      expect(() => loadConfig({ file: { name: 'sample', content: sample }, environment: {}, flags: {} })).not.toThrow()
    expect(Object.values(content as object).every(section => section === null)).toBe(true)
  })

  const uncomment = (sample: string): unknown => parse(sample.replace(/^ {2}#(?! )/gm, '  '))
})

describe('readConfigFile', () => {
  it('names line and column of what is not YAML', () => {
    expect(() => readConfigFile(write('bad.yaml', 'rest:\n  port: [1\n'))).toThrow(/bad\.yaml: .*line \d+, column \d+/s)
  })
  const telling = [
    'password: @Tr0ub4dor',
    'password: *Tr0ub4dor',
    'password: %Tr0ub4dor',
    'password: !Tr0ub4dor x',
    'password: "Tr0ub4dor',
    'password: "\\Tr0ub4dor"',
    'password: |Tr0ub4dor',
    'password: [Tr0ub4dor',
    '{ Tr0ub4dor',
    '? { password: Tr0ub4dor }',
  ]
  for (const line of telling) {
    it(`does not tell the password of ${line}`, () => {
      expect(() => readConfigFile(write('telling.yaml', `engine:\n  ${line}\n`))).toThrow(
        expect.objectContaining({ name: 'ConfigError', message: expect.not.stringContaining('Tr0ub4dor') }),
      )
    })
  }

  const tenfold = Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join()}]`)
  const endless = [
    { why: 'aliases that stand for a billion', content: ['a0: &a0 [x]', ...tenfold].join('\n') },
    { why: 'what holds itself', content: 'engine: &e\n  url: *e\n' },
    { why: 'what is nested too deep', content: '['.repeat(20_000) },
  ]
  for (const { why, content } of endless) {
    it(`refuses ${why}`, () => expect(() => readConfigFile(write('endless.yaml', content))).toThrow(ConfigError))
  }

  it('refuses a missing file that was asked for', () => {
    expect(() => readConfigFile(join(folder, 'absent.yaml'))).toThrow(/absent\.yaml cannot be read/)
  })
})

describe('readPasswordFile', () => {
  it('takes the first line', () => expect(readPasswordFile(write('ok', 'secret\nmore\n'))).toBe('secret'))
  it('refuses a file that others may read', () => {
    expect(() => readPasswordFile(write('open', 'secret', 0o644))).toThrow(/chmod 600/)
  })
  it('refuses an empty file', () => expect(() => readPasswordFile(write('empty', '\n'))).toThrow(/is empty/))
})
