import { request as plainRequest } from 'node:http'
import { Agent, type RequestOptions, request } from 'node:https'
import { connect, createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { PeerCertificate, TLSSocket } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { aLog } from '../../test/fakes/log.ts'
import { pem } from '../../test/fakes/pem.ts'
import type { XmlRpcTls } from '../config/read-xml-rpc-tls.ts'
import type { Log } from '../telemetry/log.ts'
import { type Listening, type ListenOptions, listenXmlRpc } from './listen-xml-rpc.ts'

const app = (_req: unknown, res: { end(text: string): void }) => res.end('here')
const ask = async (url: string) => (await fetch(url)).text()

/** Of no interface anywhere: documentation prefix. */
const ABSENT_IPV6 = '2001:db8::1'

describe('listenXmlRpc', () => {
  it('serves every address on one port', async () => {
    const { log } = aLog()
    const listening = await listenXmlRpc(app, { port: 0, addresses: ['127.0.0.1', '127.0.0.2'], log })
    try {
      expect(await ask(`http://127.0.0.1:${listening.port}/`)).toBe('here')
      expect(await ask(`http://127.0.0.2:${listening.port}/`)).toBe('here')
    } finally {
      await listening.close()
    }
    await expect(ask(`http://127.0.0.1:${listening.port}/`)).rejects.toThrow('fetch failed')
  })

  it('goes on without an IPv6 address that the machine lacks, and says so', async () => {
    const { log, lines } = aLog()
    const listening = await listenXmlRpc(app, { port: 0, addresses: ['127.0.0.1', ABSENT_IPV6], log })
    await listening.close()
    expect(listening.addresses).toEqual(['127.0.0.1'])
    expect(lines).toMatchObject([{ level: 'warn', fields: { address: ABSENT_IPV6 } }])
  })

  it('fails when no address is left', async () => {
    const { log } = aLog()
    await expect(listenXmlRpc(app, { port: 0, addresses: [ABSENT_IPV6], log })).rejects.toThrow(ABSENT_IPV6)
  })

  it('fails when the port is taken, and lets go of the addresses it already had', async () => {
    const { log } = aLog()
    const occupant = createServer()
    const port = await new Promise<number>(resolve => {
      occupant.listen(0, '127.0.0.2', () => {
        const bound = occupant.address()
        resolve(bound !== null && typeof bound === 'object' ? bound.port : 0)
      })
    })
    const taken = listenXmlRpc(app, { port, addresses: ['127.0.0.1', '127.0.0.2'], log })
    await expect(taken).rejects.toThrow('EADDRINUSE')
    occupant.close()
    const free = await listenXmlRpc(app, { port, addresses: ['127.0.0.1'], log })
    await free.close()
  })
})

const tlsOf = (name: string): XmlRpcTls => ({ certificate: pem(name), key: pem(`${name}-key`) })
const as = (name: string) => ({ cert: pem(name), key: pem(`${name}-key`) })

const open: Listening[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

async function start(options: Partial<ListenOptions>) {
  const { log: quiet, lines } = aLog()
  const warned = Promise.withResolvers<void>()
  const log: Log = {
    ...quiet,
    warn(fields, sentence) {
      quiet.warn(fields, sentence)
      warned.resolve()
    },
  }
  let asked = 0
  const count: typeof app = (req, res) => {
    asked++
    app(req, res)
  }
  const listening = await listenXmlRpc(count, { port: 0, addresses: ['127.0.0.1'], closeGraceMs: 50, log, ...options })
  open.push(listening)
  return { listening, lines, asked: () => asked, warned: warned.promise }
}

type Answered = Readonly<{ text: string; certificate: PeerCertificate }>

/** One request on a connection of its own, unless an agent is given. Fails with the code of what went wrong. */
function askTls(port: number, over: RequestOptions = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const req = request({ host: '127.0.0.1', port, ca: pem('ca'), agent: false, ...over }, res => {
      const certificate = (res.socket as TLSSocket).getPeerCertificate()
      let text = ''
      res.on('data', piece => {
        text += piece
      })
      res.on('end', () => resolve({ text, certificate }))
    })
    req.on('error', reject)
    req.end()
  })
}

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'answered',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  )

/** Resolves with what a bare connection receives until it is closed. */
const receive = (port: number, send: string, localAddress = '127.0.0.1') =>
  new Promise<string>(resolve => {
    let received = ''
    const socket = connect({ host: '127.0.0.1', port, localAddress }, () => socket.write(send))
    socket.on('data', piece => {
      received += piece.toString('latin1')
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(received))
  })

describe('listenXmlRpc over TLS', () => {
  it('shows its certificate', async () => {
    const { listening } = await start({ tls: tlsOf('engine') })
    expect((await askTls(listening.port)).text).toBe('here')
  })

  it('shows the whole chain, so that callers need only know its root', async () => {
    const { listening } = await start({ tls: tlsOf('chained') })
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
      const { listening, lines, asked, warned } = await start({ tls: tlsOf('engine') })
      expect(await call(listening.port)).not.toBe('answered')
      await warned
      expect(asked()).toBe(0)
      expect(lines).toHaveLength(1)
      expect(lines[0]).toMatchObject({ level: 'warn', fields: { address: '127.0.0.1' } })
      expect(lines[0]?.sentence).toMatch(says)
    })
  }

  it('does not wait for a caller that never begins the handshake', async () => {
    const { listening, lines } = await start({ tls: tlsOf('engine') })
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
      const { listening, lines } = await start({ tls })
      expect((await askTls(listening.port, { ...only, ...as('caller') })).text).toBe('here')
      expect(lines).toEqual([])
    })

    const refused = [
      { why: 'missing', own: {}, says: /it presented no certificate, which xmlrpc\.clientCa demands/ },
      { why: 'signed by another', own: as('elsewhere'), says: /its certificate is not signed by xmlrpc\.clientCa/ },
    ]
    for (const { why, own, says } of refused) {
      it(`are refused when ${why} (${version})`, async () => {
        const { listening, lines, asked, warned } = await start({ tls })
        expect(await codeOf(askTls(listening.port, { ...only, ...own }))).not.toBe('answered')
        await warned
        expect(asked()).toBe(0)
        expect(lines).toMatchObject([{ level: 'warn', fields: { address: '127.0.0.1' } }])
        expect(lines[0]?.sentence).toMatch(says)
      })
    }
  }

  it('are not asked for without an authority', async () => {
    const { listening } = await start({ tls: tlsOf('engine') })
    expect((await askTls(listening.port, as('elsewhere'))).text).toBe('here')
  })
})

describe('replaceTls', () => {
  it('serves new connections with the new certificate and leaves old ones alone', async () => {
    const { listening } = await start({ tls: tlsOf('engine'), addresses: ['127.0.0.1', '127.0.0.2'] })
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
    const { listening } = await start({ tls: { ...tlsOf('engine'), clientCa: pem('callers-ca') } })
    listening.replaceTls({ ...tlsOf('engine'), clientCa: pem('ca') })
    expect(await codeOf(askTls(listening.port, as('caller')))).not.toBe('answered')
    expect((await askTls(listening.port, as('elsewhere'))).text).toBe('here')
  })

  it('refuses what only a restart can do', async () => {
    const plain = await start({})
    expect(() => plain.listening.replaceTls(tlsOf('engine'))).toThrow('without TLS')
    const { listening } = await start({ tls: tlsOf('engine') })
    expect(() => listening.replaceTls({ ...tlsOf('engine'), clientCa: pem('ca') })).toThrow('settled at the start')
  })
})

describe('callers outside allowFrom', () => {
  // A socket for both families names an IPv4 caller in the IPv6 way; there is none on a machine without IPv6.
  const hasIpv6 = Object.values(networkInterfaces()).some(all => all?.some(({ family }) => family === 'IPv6'))
  const both = hasIpv6 ? [['127.0.0.1'], ['::']] : [['127.0.0.1']]
  const post = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'
  const get = (port: number, localAddress: string) =>
    codeOf(
      new Promise((resolve, reject) => {
        plainRequest({ host: '127.0.0.1', port, localAddress, agent: false }, res => res.resume().on('end', resolve))
          .on('error', reject)
          .end()
      }),
    )

  const cases = [
    { allowFrom: [], from: '127.0.0.2', isIn: true },
    { allowFrom: ['127.0.0.2'], from: '127.0.0.2', isIn: true },
    { allowFrom: ['192.0.2.1', '127.0.0.2/31'], from: '127.0.0.3', isIn: true },
    { allowFrom: ['127.0.0.2'], from: '127.0.0.1', isIn: false },
    { allowFrom: ['::/0'], from: '127.0.0.1', isIn: false },
  ]
  for (const { allowFrom, from, isIn } of cases) {
    for (const addresses of both) {
      it(`of [${allowFrom}] ${isIn ? 'admits' : 'cuts off'} ${from} at ${addresses}`, async () => {
        const { listening, lines, asked } = await start({ allowFrom, addresses })
        const outcome = await get(listening.port, from)
        expect(outcome).toBe(isIn ? 'answered' : 'ECONNRESET')
        expect(asked()).toBe(isIn ? 1 : 0)
        expect(lines).toEqual(
          isIn
            ? []
            : [
                expect.objectContaining({
                  level: 'warn',
                  fields: { address: from },
                  sentence: expect.stringContaining('xmlrpc.allowFrom'),
                }),
              ],
        )
      })
    }
  }

  it('are cut off before the handshake', async () => {
    const { listening, lines } = await start({ allowFrom: ['127.0.0.2'], tls: tlsOf('engine') })
    expect(await codeOf(askTls(listening.port))).toBe('ECONNRESET')
    expect((await askTls(listening.port, { localAddress: '127.0.0.2' })).text).toBe('here')
    expect(lines).toMatchObject([{ fields: { address: '127.0.0.1' } }])
  })

  it('receive nothing', async () => {
    const { listening } = await start({ allowFrom: ['127.0.0.2'] })
    expect(await receive(listening.port, post)).toBe('')
    expect(await receive(listening.port, post, '127.0.0.2')).toMatch(/^HTTP\/1\.1 200/)
  })

  it('are logged at most once a minute for each address', async () => {
    let nowMs = 0
    const { listening, lines } = await start({ allowFrom: ['192.0.2.1'], now: () => nowMs })
    const callTwice = async () => {
      for (const from of ['127.0.0.1', '127.0.0.2', '127.0.0.1', '127.0.0.2']) await get(listening.port, from)
    }
    await callTwice()
    expect(lines.map(({ fields }) => fields.address)).toEqual(['127.0.0.1', '127.0.0.2'])
    nowMs = 59_999
    await callTwice()
    expect(lines).toHaveLength(2)
    nowMs = 60_000
    await callTwice()
    expect(lines).toHaveLength(4)
  })
})
