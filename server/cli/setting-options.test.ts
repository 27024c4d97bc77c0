import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, describe, expect, it } from 'vitest'
import { ConfigError } from '../config/config-error.ts'
import type { SettingName } from '../config/settings.ts'
import { addSettingOptions, configOf, configOfEach } from './setting-options.ts'

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-options-'))
afterAll(() => rmSync(folder, { recursive: true }))

const berlin = { engine: { url: 'http://berlin/ovirt-engine' } }
const oslo = { engine: { url: 'http://oslo/ovirt-engine' }, units: { memory: 64 } }
const files = {
  several: { legacy: { directory: '' }, units: { memory: 99 }, engines: { berlin, oslo } },
  single: { legacy: { directory: '' }, engines: { berlin } },
  none: { legacy: { directory: '' }, ...berlin },
}

/** A command with these settings, given these arguments. */
function given(file: keyof typeof files, args: readonly string[], settings?: readonly SettingName[]): Command {
  const path = join(folder, `${file}.yaml`)
  writeFileSync(path, JSON.stringify(files[file]))
  const command = addSettingOptions(new Command('test'), settings).action(() => undefined)
  return command.parse(['--config', path, ...args], { from: 'user' })
}

/** URL and name of the engine that it is about, or why not. */
function meant(command: Command): string {
  try {
    const { config, engineName } = configOf(command)
    return `${engineName} ${config['engine.url']} ${config['units.memory']}`
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
}

const name = (engine: string) => ['--engine-name', engine]
const plugins: readonly SettingName[] = ['units.memory', 'units.directory']

describe('configOf', () => {
  const cases: {
    why: string
    file: keyof typeof files
    args?: readonly string[]
    settings?: readonly SettingName[]
    is: string
  }[] = [
    { why: 'the engine that is named', file: 'several', args: name('oslo'), is: 'oslo http://oslo/ovirt-engine 64' },
    {
      why: 'the engine that is named, with what flags say of it',
      file: 'several',
      args: [...name('oslo'), '--engine-url', 'http://other/ovirt-engine'],
      is: 'oslo http://other/ovirt-engine 64',
    },
    {
      why: 'nothing where it is not said which',
      file: 'several',
      is: 'there are several engines; say with --engine-name which one it is about: berlin, oslo',
    },
    {
      why: 'nothing where there is no such engine',
      file: 'several',
      args: name('paris'),
      is: '--engine-name paris: there is no such engine: berlin, oslo',
    },
    {
      why: 'what holds for all where it is about plugins alone',
      file: 'several',
      settings: plugins,
      is: 'undefined https://localhost/ovirt-engine 99',
    },
    {
      why: 'the plugins of the engine that is named',
      file: 'several',
      args: name('oslo'),
      settings: plugins,
      is: 'oslo http://oslo/ovirt-engine 64',
    },
    { why: 'the only one of the engines', file: 'single', is: 'berlin http://berlin/ovirt-engine 128' },
    {
      why: 'the only one of the engines, with what flags say of it',
      file: 'single',
      args: ['--engine-url', 'http://other/ovirt-engine'],
      is: 'berlin http://other/ovirt-engine 128',
    },
    { why: 'the engine of a file for one', file: 'none', is: 'undefined http://berlin/ovirt-engine 128' },
    {
      why: 'nothing where a name is of no use',
      file: 'none',
      args: name('berlin'),
      is: '--engine-name berlin: the configuration is about one engine only; leave it out',
    },
  ]
  for (const { why, file, args = [], settings, is } of cases) {
    it(`is ${why}`, () => expect(meant(given(file, args, settings))).toBe(is))
  }
})

describe('configOfEach', () => {
  const cases: {
    why: string
    file: keyof typeof files
    args?: readonly string[]
    is: readonly (string | undefined)[]
  }[] = [
    { why: 'all engines', file: 'several', is: ['berlin', 'oslo'] },
    { why: 'the one that is named', file: 'several', args: name('oslo'), is: ['oslo'] },
    { why: 'the one there is', file: 'none', is: [undefined] },
  ]
  for (const { why, file, args = [], is } of cases) {
    it(`is ${why}`, () => expect(configOfEach(given(file, args)).map(({ engineName }) => engineName)).toEqual(is))
  }
})
