import { describe, expect, it } from 'vitest'
import { ConfigError } from './config-error.ts'
import { loadConfig } from './load-config.ts'

const berlin = { engine: { url: 'https://berlin.example/ovirt-engine' } }
const oslo = { engine: { url: 'https://oslo.example/ovirt-engine' } }

function problemsOf(content: unknown): readonly string[] {
  try {
    loadConfig({ file: { name: 'config.yaml', content }, environment: {}, flags: {} })
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

describe('engines: that cannot be', () => {
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
