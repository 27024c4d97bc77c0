import { createServer } from 'node:net'
import type { PeerCertificate } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { pem } from '../../../test/fakes/pem.ts'
import { clearTo, dial, serve } from '../../../test/fakes/vdsm/open-link.ts'
import { clientTls as ours, serverTls } from '../../../test/fakes/vdsm/vdsm-tls.ts'
import type { VdsmServerOptions } from '../../../test/fakes/vdsm-server.ts'
import type { HostTls } from '../host-tls.ts'
import { checkHostIdentity } from './open-socket.ts'

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
    onTestFinished(() => void mute.close())
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
