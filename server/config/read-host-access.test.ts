import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { pem } from '../../test/fakes/pem.ts'
import { ConfigError } from './config-error.ts'
import { loadConfig } from './load-config.ts'
import { readHostSasl, readHostTls } from './read-host-access.ts'

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-hosts-'))
afterAll(() => rmSync(folder, { recursive: true }))

const write = (name: string, content: string, mode = 0o600) => {
  writeFileSync(join(folder, name), content, { mode })
  return join(folder, name)
}
const fixture = (name: string, mode?: number) => write(`${name}.pem`, pem(name), mode)
const named = (ca: string, certificate: string, key: string) => ({
  'hosts.caFile': ca,
  'hosts.certificateFile': certificate,
  'hosts.keyFile': key,
})
const problemsOf = (read: () => unknown): readonly string[] => {
  try {
    read()
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('readHostTls', () => {
  it('is nothing when no file is named', () => expect(readHostTls(named('', '', ''))).toBeUndefined())

  it('reads authority, certificate and key', () => {
    expect(readHostTls(named(fixture('ca'), fixture('engine'), fixture('engine-key')))).toEqual({
      ca: pem('ca'),
      certificate: pem('engine'),
      key: pem('engine-key'),
    })
  })

  const refused: { why: string; files: () => [string, string, string]; says: RegExp[] }[] = [
    {
      why: 'files that are not there',
      files: () => ['/absent/ca', '/absent/cert', '/absent/key'],
      says: [/^hosts\.caFile .*ENOENT/, /^hosts\.certificateFile .*ENOENT/, /^hosts\.keyFile .*ENOENT/],
    },
    {
      why: 'a key that others may read',
      files: () => [fixture('ca'), fixture('engine'), write('open-key.pem', pem('engine-key'), 0o644)],
      says: [/^hosts\.keyFile: .*may be read by others \(mode 644\); run: chmod 600/],
    },
    {
      why: 'a key of another certificate',
      files: () => [fixture('ca'), fixture('engine'), fixture('elsewhere-key')],
      says: [/^hosts\.keyFile .*elsewhere-key\.pem does not fit/],
    },
    {
      why: 'a key too short for TLS',
      files: () => [fixture('ca'), fixture('weak'), fixture('weak-key')],
      says: [/^hosts\.certificateFile .*weak\.pem cannot be used: .*have a new one made$/],
    },
  ]
  for (const { why, files, says } of refused)
    it(`refuses ${why}, and tells no key`, () => {
      const problems = problemsOf(() => readHostTls(named(...files())))
      expect(problems).toEqual(says.map(pattern => expect.stringMatching(pattern)))
      expect(problems.join()).not.toContain('PRIVATE KEY')
    })
})

describe('readHostSasl', () => {
  const sasl = (user: string, file: string) => ({ 'hosts.saslUser': user, 'hosts.saslPasswordFile': file })
  it('is nothing when nobody is named', () => expect(readHostSasl(sasl('', ''))).toBeUndefined())
  it('takes the first line', () => {
    expect(readHostSasl(sasl('u', write('password', 'sesame\nrest')))).toEqual({ user: 'u', password: 'sesame' })
  })
  it('refuses a file that is empty, or that others may read', () => {
    expect(problemsOf(() => readHostSasl(sasl('u', write('empty', '\nx'))))).toEqual([
      expect.stringMatching(/is empty/),
    ])
    const open = write('open', 'sesame', 0o604)
    expect(problemsOf(() => readHostSasl(sasl('u', open)))).toEqual([expect.stringMatching(/chmod 600/)])
  })
})

describe('what does not fit together', () => {
  const load = (flags: Record<string, string>) => problemsOf(() => loadConfig({ environment: {}, flags }))
  const tls = { 'hosts.caFile': '/a', 'hosts.certificateFile': '/b', 'hosts.keyFile': '/c' }
  const cases: { why: string; flags: Record<string, string>; says: readonly string[] }[] = [
    { why: 'nothing configured', flags: {}, says: [] },
    { why: 'files without a connection', flags: tls, says: [] },
    { why: 'TLS with its files', flags: { 'hosts.connect': '*=vdsm,A=libvirt+tls', ...tls }, says: [] },
    { why: 'kinds that need none', flags: { 'hosts.connect': 'A=libvirt+ssh,B=libvirt+unix,C=simulated' }, says: [] },
    { why: 'vdsm in the clear', flags: { 'hosts.connect': '*=vdsm', 'hosts.vdsmTls': 'false' }, says: [] },
    {
      why: 'TLS without files',
      flags: { 'hosts.connect': 'A=libvirt+tls' },
      says: [
        'hosts.connect has libvirt+tls, for which there must be hosts.caFile, hosts.certificateFile, hosts.keyFile; set them',
      ],
    },
    {
      why: 'vdsm without its key',
      flags: { 'hosts.connect': '*=vdsm', ...tls, 'hosts.keyFile': '' },
      says: [
        'hosts.connect has vdsm, for which there must be hosts.keyFile; set it (hosts.vdsmTls: false only where vdsm has ssl=false)',
      ],
    },
    {
      why: 'a user without a password',
      flags: { 'hosts.saslUser': 'u' },
      says: ['hosts.saslUser is set without hosts.saslPasswordFile; set both, or neither'],
    },
    {
      why: 'a password without a user',
      flags: { 'hosts.saslPasswordFile': '/p' },
      says: ['hosts.saslPasswordFile is set without hosts.saslUser; set both, or neither'],
    },
    {
      why: 'a connection that does not exist, with its place',
      flags: { 'hosts.connect': '*=vsdm' },
      says: ['--hosts-connect cannot be used: *: "vsdm" is no connection; did you mean vdsm?'],
    },
  ]
  for (const { why, flags, says } of cases) it(why, () => expect(load(flags)).toEqual(says))
})
