import { describe, expect, it } from 'vitest'
import { describeConfig } from './describe-config.ts'
import { enginePath } from './engine-parts.ts'
import { type ConfigSources, loadConfig } from './load-config.ts'
import type { SettingName } from './settings.ts'

const berlin = { engine: { url: 'https://berlin.example/ovirt-engine' } }
const oslo = { engine: { url: 'https://oslo.example/ovirt-engine' } }

const load = (content: unknown, sources: Partial<ConfigSources> = {}) =>
  loadConfig({ file: { name: 'config.yaml', content }, environment: {}, flags: {}, ...sources })

/** What each engine has for a setting, by its name. */
const ofEach = (name: SettingName, content: unknown, sources: Partial<ConfigSources> = {}) =>
  Object.fromEntries(load(content, sources).engines?.map(({ engineName, config }) => [engineName, config[name]]) ?? [])

describe('engines:', () => {
  const cases: {
    why: string
    setting: SettingName
    content: object
    sources?: Partial<ConfigSources>
    is: Record<string, unknown>
  }[] = [
    {
      why: 'what an engine says is its own',
      setting: 'engine.url',
      content: { engines: { berlin, oslo } },
      is: { berlin: berlin.engine.url, oslo: oslo.engine.url },
    },
    {
      why: 'what is said for all holds where an engine says nothing',
      setting: 'automation.modes',
      content: {
        automation: { modes: ['*=off'] },
        engines: { berlin: { ...berlin, automation: { modes: ['A=automatic'] } }, oslo },
      },
      is: { berlin: ['A=automatic'], oslo: ['*=off'] },
    },
    {
      why: 'an engine wins over flags for all',
      setting: 'planner.seconds',
      content: { engines: { berlin: { ...berlin, planner: { seconds: 7 } }, oslo } },
      sources: { flags: { 'planner.seconds': '8' } },
      is: { berlin: 7, oslo: 8 },
    },
    {
      why: 'flags that are meant for an engine win over it, and hold for all others as always',
      setting: 'planner.seconds',
      content: { engines: { berlin: { ...berlin, planner: { seconds: 7 } }, oslo } },
      sources: { flags: { 'planner.seconds': '8' }, flagsFor: 'berlin' },
      is: { berlin: 8, oslo: 8 },
    },
    {
      why: 'an engine wins over the environment',
      setting: 'engine.username',
      content: { engines: { berlin: { engine: { ...berlin.engine, username: 'a@b' } }, oslo } },
      sources: { environment: { OVIRT_SCHEDULER_ENGINE_USERNAME: 'c@d' } },
      is: { berlin: 'a@b', oslo: 'c@d' },
    },
    {
      why: 'a store of its own beside that of all',
      setting: 'store.file',
      content: { store: { file: '/data/all.db' }, engines: { berlin, oslo } },
      is: { berlin: '/data/berlin.db', oslo: '/data/oslo.db' },
    },
    {
      why: 'the store that an engine names',
      setting: 'store.file',
      content: { engines: { berlin: { ...berlin, store: { file: '/old/scheduler.db' } }, oslo } },
      is: { berlin: '/old/scheduler.db', oslo: '/var/lib/ovirt-scheduler/oslo.db' },
    },
    {
      why: 'backups in a folder of its own beside its store',
      setting: 'store.backupDirectory',
      content: { engines: { berlin: { ...berlin, store: { file: '/old/scheduler.db' } }, oslo } },
      is: { berlin: '/old/backups/berlin', oslo: '/var/lib/ovirt-scheduler/backups/oslo' },
    },
    {
      why: 'backups in a folder of its own in that of all',
      setting: 'store.backupDirectory',
      content: { store: { backupDirectory: '/safe' }, engines: { berlin, oslo } },
      is: { berlin: '/safe/berlin', oslo: '/safe/oslo' },
    },
    {
      why: 'a schema of its own in the database of all',
      setting: 'store.schema',
      content: { store: { url: 'postgres://u@db/site' }, engines: { 'berlin-2': berlin, oslo } },
      is: { 'berlin-2': 'ovirt_scheduler_berlin_2', oslo: 'ovirt_scheduler_oslo' },
    },
    {
      why: 'a password file of its own in place of the password for all',
      setting: 'engine.password',
      content: {
        engine: { password: 'all' },
        engines: { berlin: { engine: { ...berlin.engine, passwordFile: '/b' } }, oslo },
      },
      is: { berlin: '', oslo: 'all' },
    },
    {
      why: 'a password of its own in place of the password file for all',
      setting: 'engine.passwordFile',
      content: {
        engine: { passwordFile: '/all' },
        engines: { berlin: { engine: { ...berlin.engine, password: 'b' } }, oslo },
      },
      is: { berlin: '', oslo: '/all' },
    },
  ]
  for (const { why, setting, content, sources, is } of cases) {
    it(why, () => expect(ofEach(setting, content, sources)).toEqual(is))
  }

  it('is left out, or empty of everything, where there is one engine', () => {
    expect(load({ engine: berlin.engine }).engines).toBeUndefined()
    expect(load({ engine: berlin.engine, engines: null }).engines).toBeUndefined()
  })
})

describe('describeConfig of several engines', () => {
  it('shows what each has of its own under its name and path, and no secret', () => {
    const shown = describeConfig(
      load({
        engines: {
          berlin: { engine: { ...berlin.engine, password: 'open sesame' }, planner: { seconds: 10 } },
          oslo,
        },
      }),
    )
    const [, ofBerlin = '', ofOslo = ''] = shown.split(/^Of the engine /m)
    expect(ofBerlin.split('\n')[0]).toBe('berlin, at /engines/berlin/:')
    expect(ofBerlin).toMatch(/engine\.url +"https:\/\/berlin\.example\/ovirt-engine" +engine/)
    expect(ofBerlin).toMatch(/engine\.password +\*{8} +engine/)
    // What it says is shown, though it is no other than that of all.
    expect(ofBerlin).toMatch(/planner\.seconds +10 seconds +engine/)
    expect(ofOslo).toMatch(/store\.file +"\/var\/lib\/ovirt-scheduler\/oslo\.db" +default/)
    expect(ofOslo).not.toMatch(/engine\.password|planner/)
    expect(shown).not.toContain('sesame')
  })
})

it('enginePath is the root for the only engine', () => {
  expect([enginePath(undefined), enginePath('berlin')]).toEqual(['', '/engines/berlin'])
})
