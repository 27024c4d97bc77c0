import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { pem } from '../../test/fakes/pem.ts'
import { ConfigError } from './config-error.ts'
import { readXmlRpcTls } from './read-xml-rpc-tls.ts'

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-tls-'))
afterAll(() => rmSync(folder, { recursive: true }))

const write = (name: string, content: string, mode = 0o600) => {
  writeFileSync(join(folder, name), content, { mode })
  return join(folder, name)
}
const fixture = (name: string, mode?: number) => write(`${name}.pem`, pem(name), mode)
const read = (certificate: string, key: string, clientCa = '') =>
  readXmlRpcTls({ 'xmlrpc.tlsCertificate': certificate, 'xmlrpc.tlsKey': key, 'xmlrpc.clientCa': clientCa })

describe('readXmlRpcTls', () => {
  it('is nothing when nothing is configured', () => expect(read('', '')).toBeUndefined())

  it('reads certificate and key', () => {
    const tls = read(fixture('engine'), fixture('engine-key'))
    expect(tls).toEqual({ certificate: pem('engine'), key: pem('engine-key') })
  })

  it('reads a chain, and the authority of callers', () => {
    const tls = read(fixture('chained'), fixture('chained-key'), fixture('callers-ca'))
    expect(tls).toEqual({ certificate: pem('chained'), key: pem('chained-key'), clientCa: pem('callers-ca') })
  })

  const locked = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const lockedPem = (type: 'pkcs8' | 'sec1') =>
    String(locked.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'sesame' }))
  const absent = join(folder, 'absent.pem')
  const refused: { why: string; files: () => [string, string, string?]; says: RegExp[] }[] = [
    {
      why: 'files that are not there',
      files: () => [absent, absent, absent],
      says: [
        /^xmlrpc\.tlsCertificate .*absent\.pem cannot be read: ENOENT/,
        /^xmlrpc\.tlsKey cannot be read: ENOENT.*absent\.pem/,
        /^xmlrpc\.clientCa .*absent\.pem cannot be read: ENOENT/,
      ],
    },
    {
      why: 'a key that others may read',
      files: () => [fixture('engine'), write('open-key.pem', pem('engine-key'), 0o640)],
      says: [/^xmlrpc\.tlsKey: .*open-key\.pem may be read by others \(mode 640\); run: chmod 600 .*open-key\.pem/],
    },
    {
      why: 'a key of another certificate',
      files: () => [fixture('engine'), fixture('elsewhere-key')],
      says: [/^xmlrpc\.tlsKey .*elsewhere-key\.pem does not fit the first certificate in xmlrpc\.tlsCertificate/],
    },
    {
      why: 'a chain that begins with the issuer',
      files: () => [write('turned.pem', pem('ca') + pem('engine')), fixture('engine-key')],
      says: [/put the endpoint’s own certificate before those of its issuers/],
    },
    {
      why: 'a certificate in place of the key',
      files: () => [fixture('engine'), write('key.pem', pem('engine'))],
      says: [/^xmlrpc\.tlsKey .*key\.pem holds no private key in PEM form; name the key, not the certificate/],
    },
    {
      why: 'a key in place of the certificate',
      files: () => [fixture('engine-key'), fixture('engine-key')],
      says: [/^xmlrpc\.tlsCertificate .*engine-key\.pem holds no certificate in PEM form/],
    },
    {
      why: 'a damaged certificate in the chain',
      files: () => [write('half.pem', pem('engine') + pem('damaged-ca')), fixture('engine-key')],
      says: [/^xmlrpc\.tlsCertificate .*half\.pem cannot be read: certificate 2 in it is damaged/],
    },
    {
      why: 'an authority that is none',
      files: () => [fixture('engine'), fixture('engine-key'), write('ca.txt', 'trust me')],
      says: [/^xmlrpc\.clientCa .*ca\.txt holds no certificate in PEM form/],
    },
    ...(['pkcs8', 'sec1'] as const).map(type => ({
      why: `a locked key (${type})`,
      files: (): [string, string] => [fixture('engine'), write(`locked-${type}.pem`, lockedPem(type))],
      says: [/^xmlrpc\.tlsKey .*locked-.* is locked with a passphrase; unlock it with: openssl pkey -in .*locked/],
    })),
    { why: 'a key of another kind', files: () => [fixture('engine'), fixture('weak-key')], says: [/does not fit/] },
    {
      why: 'a pair that nobody can trust',
      files: () => [fixture('weak'), fixture('weak-key')],
      says: [/^xmlrpc\.tlsCertificate .*weak\.pem cannot be used: .*key too small; have a new one made/],
    },
  ]
  for (const { why, files, says } of refused) {
    it(`refuses ${why}`, () => {
      try {
        read(...files())
        expect.unreachable()
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error
        expect(error.problems).toHaveLength(says.length)
        for (const [index, pattern] of says.entries()) expect(error.problems[index]).toMatch(pattern)
        expect(error.message).not.toContain('-----')
      }
    })
  }
})
