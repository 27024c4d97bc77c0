import { describe, expect, it } from 'vitest'
import { ConfigError, type ConfigSources, loadConfig } from './load-config.ts'

const load = (sources: Partial<ConfigSources>) => loadConfig({ environment: {}, flags: {}, ...sources })
const fileWith = (content: unknown) => ({ file: { name: 'config.yaml', content } })

describe('loadConfig', () => {
  it('has a default for every setting', () => {
    const { config, origins } = load({})
    expect(config['xmlrpc.port']).toBe(18_781)
    expect(config['rest.address']).toBe('127.0.0.1')
    expect(new Set(Object.values(origins))).toEqual(new Set(['default']))
  })

  it('lets a flag win over the environment, that over the file', () => {
    const sources = {
      ...fileWith({ rest: { port: 1 }, xmlrpc: { port: 2 }, log: { level: 'warn' } }),
      environment: { OVIRT_SCHEDULER_REST_PORT: '3', OVIRT_SCHEDULER_XMLRPC_PORT: '4' },
      flags: { 'rest.port': '5' },
    }
    const { config, origins } = load(sources)
    expect([config['rest.port'], config['xmlrpc.port'], config['log.level']]).toEqual([5, 4, 'warn'])
    expect([origins['rest.port'], origins['xmlrpc.port'], origins['log.level']]).toEqual([
      'flag',
      'environment',
      'file',
    ])
  })

  const refusals: { why: string; sources: Partial<ConfigSources>; says: string }[] = [
    {
      why: 'a misspelt key',
      sources: fileWith({ engine: { ulr: 'x' } }),
      says: 'config.yaml: engine.ulr is not a known setting; did you mean engine.url?',
    },
    {
      why: 'a misspelt section',
      sources: fileWith({ engin: {} }),
      says: 'config.yaml: engin is not a known section; did you mean engine?',
    },
    {
      why: 'a section that is a text',
      sources: fileWith({ rest: 'x' }),
      says: 'config.yaml: rest must hold settings, e.g. "rest.address"',
    },
    {
      why: 'a file that is a list',
      sources: fileWith([1]),
      says: 'config.yaml must hold sections such as "engine:" with settings below them',
    },
    {
      why: 'a number out of range',
      sources: fileWith({ rest: { port: 70_000 } }),
      says: 'config.yaml: rest.port must be a whole number from 0 to 65535, not 70000',
    },
    {
      why: 'a wrong choice',
      sources: { flags: { 'log.level': 'loud' } },
      says: '--log-level must be one of debug, info, warn, error, silent, not "loud"',
    },
    {
      why: 'a wrong flag',
      sources: fileWith({ log: { pretty: 'maybe' } }),
      says: 'config.yaml: log.pretty must be true or false, not "maybe"',
    },
    {
      why: 'an empty list',
      sources: fileWith({ xmlrpc: { addresses: [] } }),
      says: 'config.yaml: xmlrpc.addresses must be a list of texts, not []',
    },
    {
      why: 'an address that is none',
      sources: fileWith({ engine: { url: 'engine.example' } }),
      says: 'config.yaml: engine.url must be an http or https address such as https://engine.example/ovirt-engine, not "engine.example"',
    },
    {
      why: 'a password in the address',
      sources: fileWith({ engine: { url: 'https://a:b@c/' } }),
      says: 'config.yaml: engine.url must not carry a user name or password; use engine.username and engine.passwordFile',
    },
    {
      why: 'a misspelt variable',
      sources: { environment: { OVIRT_SCHEDULER_REST_PROT: '1' } },
      says: 'OVIRT_SCHEDULER_REST_PROT in the environment is not a known setting; did you mean OVIRT_SCHEDULER_REST_PORT?',
    },
    {
      why: 'a secret that is no text, without showing it',
      sources: fileWith({ engine: { password: 12_345 } }),
      says: 'config.yaml: engine.password is not valid text',
    },
  ]
  for (const { why, sources, says } of refusals) {
    it(`refuses ${why}`, () => {
      expect(() => load(sources)).toThrow(ConfigError)
      expect(() => load(sources)).toThrow(says)
    })
  }

  it('reports every problem at once', () => {
    const sources = fileWith({ rest: { port: 'x' }, log: { level: 'loud' } })
    try {
      load(sources)
      expect.unreachable()
    } catch (error) {
      expect((error as ConfigError).problems).toHaveLength(2)
    }
  })

  it('takes a key without value as not given', () => {
    expect(load(fileWith({ engine: { caFile: null } })).origins['engine.caFile']).toBe('default')
  })
})
