/** The XML-RPC door alone, without the methods behind it, and callers of it. All that is started ends with the test. */
import { type RequestOptions, request } from 'node:https'
import { connect } from 'node:net'
import type { PeerCertificate, TLSSocket } from 'node:tls'
import { afterEach } from 'vitest'
import type { XmlRpcTls } from '../../server/config/read-xml-rpc-tls.ts'
import type { Log } from '../../server/telemetry/log.ts'
import { type Listening, type ListenOptions, listenXmlRpc } from '../../server/xmlrpc/listen-xml-rpc.ts'
import { aLog } from './log.ts'
import { pem } from './pem.ts'

/** Stands behind the door. */
export const app = (_req: unknown, res: { end(text: string): void }) => res.end('here')

/** A certificate of `test/fixtures/tls` and its key, as the service is told of them. */
export const tlsOf = (name: string): XmlRpcTls => ({ certificate: pem(name), key: pem(`${name}-key`) })
/** The same, as a caller shows them. */
export const as = (name: string) => ({ cert: pem(name), key: pem(`${name}-key`) })

const open: Listening[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

/** The door with these options on a free port of the loopback, and what it says. `asked`: how many requests got through. */
export async function openDoor(options: Partial<ListenOptions>) {
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
export function askTls(port: number, over: RequestOptions = {}): Promise<Answered> {
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

/** The code of what it failed with; `answered` if it did not. */
export const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'answered',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  )

/** Resolves with what a bare connection receives until it is closed. */
export const receive = (port: number, send: string, localAddress = '127.0.0.1') =>
  new Promise<string>(resolve => {
    let received = ''
    const socket = connect({ host: '127.0.0.1', port, localAddress }, () => socket.write(send))
    socket.on('data', piece => {
      received += piece.toString('latin1')
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(received))
  })
