import { Agent } from 'node:https'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { pem } from '../../test/fakes/pem.ts'
import { as, askTls, codeOf, openDoor, receive, tlsOf } from '../../test/fakes/xml-rpc-door.ts'

describe('listenXmlRpc over TLS', () => {
  it('shows its certificate', async () => {
    const { listening } = await openDoor({ tls: tlsOf('engine') })
    expect((await askTls(listening.port)).text).toBe('here')
  })

  it('shows the whole chain, so that callers need only know its root', async () => {
    const { listening } = await openDoor({ tls: tlsOf('chained') })
    expect((await askTls(listening.port, { ca: pem('callers-ca') })).text).toBe('here')
  })

  const turnedAway = [
    {
      why: 'speaks plain HTTP',
      call: (port: number) => receive(port, 'POST / HTTP/1.1\r\n\r\n'),
      says: /it spoke plain HTTP; the engine’s ExternalSchedulerServiceURL must begin with https/,
    },
    {
      why: 'knows only TLS 1.1',
      call: (port: number) =>
        codeOf(askTls(port, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })),
      says: /it does not know TLS 1\.2 or newer/,
    },
    {
      why: 'speaks something else',
      call: (port: number) => receive(port, `\x16${'x'.repeat(400)}`),
      says: /the handshake failed/,
    },
  ]
  for (const { why, call, says } of turnedAway) {
    it(`turns away a caller that ${why}, and says so`, async () => {
      const { listening, lines, asked, warned } = await openDoor({ tls: tlsOf('engine') })
      expect(await call(listening.port)).not.toBe('answered')
      await warned
      expect(asked()).toBe(0)
      expect(lines).toHaveLength(1)
      expect(lines[0]).toMatchObject({ level: 'warn', fields: { address: '127.0.0.1' } })
      expect(lines[0]?.sentence).toMatch(says)
    })
  }

  it('does not wait for a caller that never begins the handshake', async () => {
    const { listening, lines } = await openDoor({ tls: tlsOf('engine') })
    const silent = connect({ host: '127.0.0.1', port: listening.port })
    silent.on('error', () => undefined)
    await askTls(listening.port)
    await listening.close()
    expect(lines.filter(({ level }) => level !== 'debug')).toEqual([])
  })
})

describe('certificates of callers', () => {
  const tls = { ...tlsOf('engine'), clientCa: pem('callers-ca') }

  for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
    const only = { minVersion: version, maxVersion: version }

    it(`are accepted from the authority (${version})`, async () => {
      const { listening, lines } = await openDoor({ tls })
      expect((await askTls(listening.port, { ...only, ...as('caller') })).text).toBe('here')
      expect(lines).toEqual([])
    })

    const refused = [
      { why: 'missing', own: {}, says: /it presented no certificate, which xmlrpc\.clientCa demands/ },
      { why: 'signed by another', own: as('elsewhere'), says: /its certificate is not signed by xmlrpc\.clientCa/ },
    ]
    for (const { why, own, says } of refused) {
      it(`are refused when ${why} (${version})`, async () => {
        const { listening, lines, asked, warned } = await openDoor({ tls })
        expect(await codeOf(askTls(listening.port, { ...only, ...own }))).not.toBe('answered')
        await warned
        expect(asked()).toBe(0)
        expect(lines).toMatchObject([{ level: 'warn', fields: { address: '127.0.0.1' } }])
        expect(lines[0]?.sentence).toMatch(says)
      })
    }
  }

  it('are not asked for without an authority', async () => {
    const { listening } = await openDoor({ tls: tlsOf('engine') })
    expect((await askTls(listening.port, as('elsewhere'))).text).toBe('here')
  })
})

describe('replaceTls', () => {
  it('serves new connections with the new certificate and leaves old ones alone', async () => {
    const { listening } = await openDoor({ tls: tlsOf('engine'), addresses: ['127.0.0.1', '127.0.0.2'] })
    const anyName = { checkServerIdentity: () => undefined }
    const keepAlive = new Agent({ keepAlive: true, maxSockets: 1 })
    await askTls(listening.port, { agent: keepAlive })
    listening.replaceTls(tlsOf('elsewhere'))
    for (const host of ['127.0.0.1', '127.0.0.2']) {
      const { certificate } = await askTls(listening.port, { host, ...anyName })
      expect(certificate.subject.CN).toBe('engine.elsewhere.example')
    }
    expect((await askTls(listening.port, { agent: keepAlive })).certificate.subject.CN).toBe('localhost')
    keepAlive.destroy()
  })

  it('takes another authority of callers', async () => {
    const { listening } = await openDoor({ tls: { ...tlsOf('engine'), clientCa: pem('callers-ca') } })
    listening.replaceTls({ ...tlsOf('engine'), clientCa: pem('ca') })
    expect(await codeOf(askTls(listening.port, as('caller')))).not.toBe('answered')
    expect((await askTls(listening.port, as('elsewhere'))).text).toBe('here')
  })

  it('refuses what only a restart can do', async () => {
    const plain = await openDoor({})
    expect(() => plain.listening.replaceTls(tlsOf('engine'))).toThrow('without TLS')
    const { listening } = await openDoor({ tls: tlsOf('engine') })
    expect(() => listening.replaceTls({ ...tlsOf('engine'), clientCa: pem('ca') })).toThrow('settled at the start')
  })
})
