import { describe, expect, it } from 'vitest'
import { ConfigError } from './config-error.ts'
import { describeConfig } from './describe-config.ts'
import { enginePath } from './engine-parts.ts'
import { type ConfigSources, loadConfig } from './load-config.ts'
import type { SettingName } from './settings.ts'

const berlin = { engine: { url: 'https://berlin.example/ovirt-engine' } }
const oslo = { engine: { url: 'https://oslo.example/ovirt-engine' } }

const load = (content: unknown, sources: Partial<ConfigSources> = {}) =>
  loadConfig({ file: { name: 'config.yaml', content }, environment: {}, flags: {}, ...sources })

function problemsOf(content: unknown, sources: Partial<ConfigSources> = {}): readonly string[] {
  try {
    load(content, sources)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

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

  const inSchema = (part: object, schema: string) => ({ ...part, store: { schema } })
  const inPostgres = { store: { url: 'postgres://u@db/site' } }
  const refusals: { why: string; content: unknown; says: readonly string[] }[] = [
    {
      why: 'the same schema twice',
      content: { ...inPostgres, engines: { berlin: inSchema(berlin, 's'), oslo: inSchema(oslo, 's') } },
      says: ['engines.berlin and engines.oslo have the same schema, s; give each its own store.schema'],
    },
    {
      why: 'a name that makes the schema too long',
      content: { ...inPostgres, engines: { [`b${'e'.repeat(31)}`]: berlin } },
      says: [
        `engines.b${'e'.repeat(31)}: the schema ovirt_scheduler_b${'e'.repeat(31)} has more than 45 characters; give it a shorter engines.b${'e'.repeat(31)}.store.schema`,
      ],
    },
    {
      why: 'a misspelt section',
      content: { engines: { berlin: { engin: {} } } },
      says: ['config.yaml: engines.berlin.engin is not a known section; did you mean engine?'],
    },
    {
      why: 'a misspelt setting',
      content: { engines: { berlin: { engine: { ulr: 'x' } } } },
      says: ['config.yaml: engines.berlin.engine.ulr is not a known setting; did you mean engine.url?'],
    },
    {
      why: 'a misspelt engines',
      content: { enginess: { berlin } },
      says: ['config.yaml: enginess is not a known section; did you mean engines?'],
    },
    {
      why: 'engines of an engine',
      content: { engines: { berlin: { ...berlin, engines: { oslo } } } },
      says: ['config.yaml: engines.berlin.engines is not a known section; did you mean engine?'],
    },
    {
      why: 'a bad value',
      content: { engines: { berlin: { ...berlin, planner: { seconds: 0 } } } },
      says: ['config.yaml: engines.berlin.planner.seconds must be a whole number from 1 to 600 (seconds), not 0'],
    },
    {
      why: 'a password that is no text, without showing it',
      content: { engines: { berlin: { engine: { ...berlin.engine, password: 12_345 } } } },
      says: ['config.yaml: engines.berlin.engine.password is not valid text'],
    },
    {
      why: 'what is the service’s own',
      content: {
        engines: {
          berlin: { ...berlin, rest: { port: 1 }, xmlrpc: { port: 2, scores: 'summed' }, log: { level: 'info' } },
        },
      },
      says: [
        'config.yaml: engines.berlin.rest.port holds for the whole service; set rest.port outside of engines',
        'config.yaml: engines.berlin.xmlrpc.port holds for the whole service; set xmlrpc.port outside of engines',
        'config.yaml: engines.berlin.log.level holds for the whole service; set log.level outside of engines',
      ],
    },
    {
      why: 'no engine',
      content: { engines: {} },
      says: ['config.yaml: engines must hold the engines by name, e.g. "berlin: { engine: { url: … } }"'],
    },
    {
      why: 'a list of engines',
      content: { engines: [berlin] },
      says: ['config.yaml: engines must hold the engines by name, e.g. "berlin: { engine: { url: … } }"'],
    },
    {
      why: 'an engine that is a text',
      content: { engines: { berlin: 'x' } },
      says: ['config.yaml: engines.berlin must hold sections such as "engine:" with settings below them'],
    },
    {
      why: 'the same engine twice',
      content: { engines: { berlin, bonn: { engine: { url: 'https://BERLIN.example/ovirt-engine/' } } } },
      says: [
        'engines.berlin and engines.bonn are the same engine, https://berlin.example/ovirt-engine; give each its own engine.url',
      ],
    },
    {
      why: 'two engines without an address',
      content: { engines: { berlin: null, oslo: {} } },
      says: [
        'engines.berlin and engines.oslo are the same engine, https://localhost/ovirt-engine; give each its own engine.url',
      ],
    },
    {
      why: 'the same store twice',
      content: {
        engines: {
          berlin: { ...berlin, store: { file: '/data/x.db' } },
          oslo: { ...oslo, store: { file: '/data/../data/x.db' } },
        },
      },
      says: ['engines.berlin and engines.oslo have the same store, /data/x.db; give each its own store.file'],
    },
    {
      why: 'the same folder for backups twice',
      content: {
        engines: {
          berlin: { ...berlin, store: { backupDirectory: '/safe' } },
          oslo: { ...oslo, store: { backupDirectory: '/safe/' } },
        },
      },
      says: [
        'engines.berlin and engines.oslo keep their backups in the same folder, /safe; give each its own store.backupDirectory',
      ],
    },
    {
      why: 'what does not fit together in one of them',
      content: { engines: { berlin: { ...berlin, hosts: { saslUser: 'vdsm@ovirt' } }, oslo } },
      says: ['engines.berlin: hosts.saslUser is set without hosts.saslPasswordFile; set both, or neither'],
    },
    {
      why: 'all mistakes at once',
      content: { rest: { port: 'x' }, engines: { berlin: { engin: {} }, Oslo: { ...oslo, planner: { seconds: 0 } } } },
      says: [
        'config.yaml: rest.port must be a whole number from 0 to 65535, not "x"',
        'config.yaml: engines.berlin.engin is not a known section; did you mean engine?',
        'config.yaml: engines.Oslo must be named by 1 to 32 lower-case letters, digits or "-", the first no "-"',
        'config.yaml: engines.Oslo.planner.seconds must be a whole number from 1 to 600 (seconds), not 0',
      ],
    },
  ]
  for (const { why, content, says } of refusals) {
    it(`refuses ${why}`, () => expect(problemsOf(content)).toEqual(says))
  }

  it('takes what is incomplete for all where each engine completes it', () => {
    const hosts = { saslUser: 'vdsm@ovirt' }
    const own = { hosts: { saslPasswordFile: '/sasl' } }
    expect(problemsOf({ hosts, engines: { berlin: { ...berlin, ...own }, oslo: { ...oslo, ...own } } })).toEqual([])
  })

  const names: { name: string; ok: boolean }[] = [
    { name: 'a', ok: true },
    { name: '2', ok: true },
    { name: 'site-2', ok: true },
    { name: 'x'.repeat(32), ok: true },
    { name: 'x'.repeat(33), ok: false },
    { name: '-a', ok: false },
    { name: 'a/b', ok: false },
    { name: 'a_b', ok: false },
    { name: '', ok: false },
    { name: '..', ok: false },
  ]
  for (const { name, ok } of names) {
    it(`${ok ? 'takes' : 'refuses'} the name "${name}"`, () =>
      expect(problemsOf({ engines: { [name]: berlin } }).length === 0).toBe(ok))
  }
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
