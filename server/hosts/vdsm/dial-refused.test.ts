import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { PeerCertificate } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { startVdsmServer, type VdsmServerOptions } from '../../../test/fakes/vdsm-server.ts'
import type { HostEvent } from '../host-client.ts'
import type { HostTls } from '../host-tls.ts'
import { dialVdsm } from './dial-vdsm.ts'
import { checkHostIdentity } from './open-socket.ts'
import type { VdsmOptions } from './vdsm-options.ts'

const pem = (name: string) => readFileSync(new URL(`../../../test/fixtures/tls/${name}.pem`, import.meta.url), 'utf8')
const serverTls = { certificate: pem('engine'), key: pem('engine-key'), clientCa: pem('callers-ca') }
const ours: HostTls = { ca: pem('ca'), certificate: pem('caller'), key: pem('caller-key') }

const opened: { close(): unknown }[] = []
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close()
})

async function serve(options: VdsmServerOptions = {}) {
  const server = await startVdsmServer(options)
  opened.push(server)
  return server
}
async function dial(options: VdsmOptions, events: HostEvent[] = [], signal = AbortSignal.timeout(20_000)) {
  const link = await dialVdsm(options)(event => events.push(event), signal)
  opened.push(link)
  return link
}
const clearTo = (port: number, timing = {}): VdsmOptions => ({ address: '127.0.0.1', port, tls: 'clear', timing })
const problemOf = (dialled: Promise<unknown>) =>
  dialled.then(
    () => 'connected',
    ({ code }) => code,
  )

describe('dialVdsm, refused', () => {
  const cases: { why: string; server?: VdsmServerOptions; tls?: HostTls | 'clear'; code: string; words: RegExp }[] = [
    {
      why: 'by a host that does not know our authority',
      server: { tls: serverTls },
      tls: { ...ours, certificate: pem('lone'), key: pem('lone-key') },
      // Node’s server closes without the alert that says why; vdsm’s sends it.
      code: 'host-certificate|host-unreachable',
      words: /certificate/,
    },
    {
      why: 'for a host of another authority',
      server: { tls: serverTls },
      tls: { ...ours, ca: pem('other-ca') },
      code: 'host-certificate',
      words: /authority that we do not know/,
    },
    {
      why: 'for a host with the certificate of another one',
      server: { tls: { ...serverTls, certificate: pem('elsewhere'), key: pem('elsewhere-key') } },
      code: 'host-certificate',
      words: /another name/,
    },
    {
      why: 'for a host with an expired certificate',
      server: { tls: { ...serverTls, certificate: pem('expired'), key: pem('expired-key') } },
      code: 'host-certificate',
      words: /expired/,
    },
    { why: 'for a host without TLS', code: 'host-protocol|host-unreachable', words: /127\.0\.0\.1:\d+/ },
    {
      why: 'for a key that does not fit',
      server: { tls: serverTls },
      tls: { ...ours, key: pem('lone-key') },
      code: 'host-certificate',
      words: /key cannot be used/,
    },
    {
      why: 'in clear by a host with TLS',
      server: { tls: serverTls },
      tls: 'clear',
      code: 'host-unreachable',
      words: /ended/,
    },
    {
      why: 'by an ERROR',
      server: { connected: 'ERROR\n\nVersion unsupported\0' },
      tls: 'clear',
      code: 'host-protocol',
      words: /“Version unsupported”/,
    },
    {
      why: 'by another protocol',
      server: { connected: 'HTTP/1.1 400 Bad Request\r\n\r\n' },
      tls: 'clear',
      code: 'host-protocol',
      words: /no command of STOMP/,
    },
    {
      why: 'by answers before CONNECTED',
      server: { connected: 'MESSAGE\n\n{}\0' },
      tls: 'clear',
      code: 'host-protocol',
      words: /before CONNECTED/,
    },
  ]
  for (const { why, server: options, tls = ours, code, words } of cases) {
    it(`${why}, says so`, async () => {
      const server = await serve(options)
      const problem = await dial({ address: '127.0.0.1', port: server.port, tls }).catch(error => error)
      expect(problem.name).toBe('HostError')
      expect(problem.code).toMatch(new RegExp(`^(${code})$`))
      expect(problem.message).toMatch(words)
    })
  }

  it('says that nothing listens there', async () => {
    const server = await serve()
    await server.close()
    expect(await problemOf(dial(clearTo(server.port)))).toBe('host-unreachable')
  })

  it('gives up on a host that lets us in and says nothing', async () => {
    const server = await serve()
    server.traps.isSilent = true
    expect(await problemOf(dial(clearTo(server.port, { connectMs: 30 })))).toBe('host-timeout')
  })

  it('gives up on a port that takes connections and does no handshake', async () => {
    const mute = createServer(() => {})
    await new Promise<void>(resolve => mute.listen(0, '127.0.0.1', resolve))
    opened.push({ close: () => mute.close() })
    const { port } = mute.address() as { port: number }
    const timing = { connectMs: 30 }
    expect(await problemOf(dial({ address: '127.0.0.1', port, tls: ours, timing }))).toBe('host-timeout')
  })

  it('gives up when nobody waits any more', async () => {
    const server = await serve()
    server.traps.isSilent = true
    const giveUp = new AbortController()
    const dialled = dial(clearTo(server.port), [], giveUp.signal)
    giveUp.abort(new Error('not needed'))
    await expect(dialled).rejects.toThrow()
  })
})

describe('checkHostIdentity', () => {
  const shown = (names: Partial<PeerCertificate>) => names as PeerCertificate
  const subject = (CN: string) => ({ subject: { CN } }) as Partial<PeerCertificate>
  const cases = [
    {
      why: 'an alternative name',
      address: 'node1',
      shown: shown({ ...subject('x'), subjectaltname: 'DNS:node1' }),
      ok: true,
    },
    { why: 'the common name without others', address: 'node1', shown: shown(subject('node1')), ok: true },
    {
      why: 'the common name beside others',
      address: 'Node1',
      shown: shown({ ...subject('node1'), subjectaltname: 'DNS:x' }),
      ok: true,
    },
    {
      why: 'a number as common name',
      address: '10.0.0.5',
      shown: shown({ ...subject('10.0.0.5'), subjectaltname: 'DNS:10.0.0.5' }),
      ok: true,
    },
    {
      why: 'another host’s names',
      address: 'node1',
      shown: shown({ ...subject('node2'), subjectaltname: 'DNS:node2' }),
      ok: false,
    },
    { why: 'a name that only begins so', address: 'node1', shown: shown(subject('node11')), ok: false },
  ]
  for (const { why, address, shown: certificate, ok } of cases) {
    it(`${ok ? 'takes' : 'refuses'} ${why}`, () =>
      expect(checkHostIdentity(address, certificate) === undefined).toBe(ok))
  }
})
