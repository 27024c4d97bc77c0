import { describe, expect, it } from 'vitest'
import { ConfigError } from './config-error.ts'
import { type ConfigSources, legacyDirectory, loadConfig } from './load-config.ts'

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

  it('takes an empty list where that is the default', () => {
    const given = [
      fileWith({ xmlrpc: { allowFrom: [] } }),
      { environment: { OVIRT_SCHEDULER_XMLRPC_ALLOW_FROM: ' ' } },
      { flags: { 'xmlrpc.allowFrom': '' } },
    ]
    for (const sources of given) expect(load(sources).config['xmlrpc.allowFrom']).toEqual([])
    const { config } = load({ flags: { 'xmlrpc.allowFrom': '192.0.2.7, 2001:db8::/32' } })
    expect(config['xmlrpc.allowFrom']).toEqual(['192.0.2.7', '2001:db8::/32'])
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
      why: 'a name of JavaScript’s own for a flag',
      sources: { flags: { 'log.pretty': 'constructor' } },
      says: '--log-pretty must be true or false, not "constructor"',
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
      why: 'a caller by its name',
      sources: fileWith({ xmlrpc: { allowFrom: ['192.0.2.7', 'engine.example'] } }),
      says: 'config.yaml: xmlrpc.allowFrom must be a list of addresses or networks such as 192.0.2.7 or 192.0.2.0/24, no host names, not "engine.example"',
    },
    {
      why: 'a network that is none',
      sources: { flags: { 'xmlrpc.allowFrom': '192.0.2.0/33' } },
      says: '--xmlrpc-allow-from must be a list of addresses or networks such as 192.0.2.7 or 192.0.2.0/24, no host names, not "192.0.2.0/33"',
    },
    {
      why: 'a certificate without key',
      sources: fileWith({ xmlrpc: { tlsCertificate: 'a.pem', requireTls: true } }),
      says: 'xmlrpc.tlsCertificate is set without xmlrpc.tlsKey; set both, or neither',
    },
    {
      why: 'a key without certificate',
      sources: { flags: { 'xmlrpc.tlsKey': 'a.pem' } },
      says: 'xmlrpc.tlsKey is set without xmlrpc.tlsCertificate; set both, or neither',
    },
    {
      why: 'certificates of callers without one of our own',
      sources: { flags: { 'xmlrpc.clientCa': 'a.pem' } },
      says: 'xmlrpc.clientCa asks callers for a certificate, which needs TLS; set xmlrpc.tlsCertificate and xmlrpc.tlsKey',
    },
    {
      why: 'a demand for TLS without certificate',
      sources: {
        flags: { 'xmlrpc.requireTls': true },
        schedulerConf: { name: 'scheduler.conf', content: 'ssl=false' },
      },
      says: 'xmlrpc.requireTls demands TLS, but there is no certificate; set xmlrpc.tlsCertificate and xmlrpc.tlsKey, or set it to false for plain HTTP',
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

describe('scheduler.conf of the old daemon', () => {
  const conf = (content: string) => ({ schedulerConf: { name: '/etc/ovirt/scheduler/scheduler.conf', content } })

  it('sets port, plugin directory and TLS, weaker than anything of ours', () => {
    const sources = {
      ...conf('port=1\nplugins_path=$PYTHONPATH/plugins\nssl=false\n'),
      environment: { PYTHONPATH: '/opt/site' },
    }
    const { config, origins } = load(sources)
    expect([config['xmlrpc.port'], config['units.directory'], config['xmlrpc.requireTls']]).toEqual([
      1,
      '/opt/site/plugins',
      false,
    ])
    const names = ['xmlrpc.port', 'units.directory', 'xmlrpc.requireTls'] as const
    for (const name of names) expect(origins[name]).toBe('scheduler.conf')
    expect(origins['rest.port']).toBe('default')

    const stronger = load({ ...sources, ...fileWith({ xmlrpc: { port: 2 } }) })
    expect([stronger.config['xmlrpc.port'], stronger.origins['xmlrpc.port']]).toEqual([2, 'file'])
  })

  it('demands TLS with ssl=true, and is content with a certificate', () => {
    const flags = { 'xmlrpc.tlsCertificate': 'a.pem', 'xmlrpc.tlsKey': 'b.pem' }
    expect(load({ ...conf('ssl=true'), flags }).config['xmlrpc.requireTls']).toBe(true)
    expect(load({ ...conf('ssl=true'), flags: { 'xmlrpc.requireTls': false } }).config['xmlrpc.requireTls']).toBe(false)
  })

  const refusals: { why: string; content: string; says: string }[] = [
    {
      why: 'ssl=true without a certificate',
      content: '\nssl=true',
      says: '/etc/ovirt/scheduler/scheduler.conf:2: ssl=true demands TLS, but there is no certificate; set xmlrpc.tlsCertificate and xmlrpc.tlsKey, or write ssl=false there for plain HTTP',
    },
    {
      why: 'a port that is none',
      content: 'port=http',
      says: '/etc/ovirt/scheduler/scheduler.conf:1: port must be a whole number from 0 to 65535, not "http"',
    },
    {
      why: 'ssl=perhaps',
      content: 'ssl=perhaps',
      says: '/etc/ovirt/scheduler/scheduler.conf:1: ssl must be true or false, not "perhaps"',
    },
    {
      why: 'an unknown key',
      content: 'prot=1',
      says: '/etc/ovirt/scheduler/scheduler.conf:1: prot is not a known key; did you mean port?',
    },
  ]
  for (const { why, content, says } of refusals) {
    it(`refuses ${why}`, () => expect(() => load(conf(content))).toThrow(says))
  }
})

describe('ConfigError', () => {
  it('says each problem on one line, with its beginning and its end, whatever it quotes', () => {
    const quoted = `a\n\u001b[31m${'x'.repeat(100_000)}`
    const { problems, message } = new ConfigError([`file: "${quoted}" is wrong; mend it`])
    expect(problems).toEqual([expect.stringMatching(/^file: "a \[31mx+ … x+" is wrong; mend it$/)])
    expect(message.length).toBeLessThan(700)
  })

  it('says a hundred, and how many more there are', () => {
    const { problems } = new ConfigError(Array(1_000).fill('bad'))
    expect([problems.length, problems.at(-1)]).toEqual([101, 'and 900 more; mend these first'])
  })
})

describe('legacyDirectory', () => {
  const cases: { why: string; sources: Partial<ConfigSources>; directory: string }[] = [
    { why: 'by default', sources: {}, directory: '/etc/ovirt/scheduler' },
    { why: 'from the file', sources: fileWith({ legacy: { directory: '/old' } }), directory: '/old' },
    {
      why: 'from the environment before the file',
      sources: {
        ...fileWith({ legacy: { directory: '/old' } }),
        environment: { OVIRT_SCHEDULER_LEGACY_DIRECTORY: '/env' },
      },
      directory: '/env',
    },
    { why: 'from a flag', sources: { flags: { 'legacy.directory': '' } }, directory: '' },
    {
      why: 'by default when what is given is refused later',
      sources: fileWith({ legacy: { directory: 1 } }),
      directory: '/etc/ovirt/scheduler',
    },
  ]
  for (const { why, sources, directory } of cases) {
    it(`is known ${why}`, () => expect(legacyDirectory({ environment: {}, flags: {}, ...sources })).toBe(directory))
  }
})
