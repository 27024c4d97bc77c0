import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { checkServerIdentity, connect as connectTls, type PeerCertificate } from 'node:tls'
import { HostError } from '../host-error.ts'
import { connectionProblem } from './connection-problem.ts'
import { VDSM_PORT, type VdsmOptions } from './vdsm-options.ts'

/** "node1:54321", for messages. */
export const placeOf = ({ address, port = VDSM_PORT }: VdsmOptions): string =>
  isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`

/**
 * A socket that is connected, encrypted unless clear text was asked for. With TLS 1.3 the host may still refuse our
 * certificate: only its first answer shows that it took it. Rejects with HostError, also when `signal` aborts.
 */
export function openSocket(options: VdsmOptions, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    let socket: Socket
    try {
      socket = options.tls === 'clear' ? dialClear(options) : dialTls(options)
    } catch (error) {
      // OpenSSL could not use what it was given: not PEM, or a key that does not fit. Its message names no content.
      const detail = error instanceof Error ? error.message.split('\n', 1)[0] : 'unknown'
      return reject(new HostError('host-certificate', `Our client certificate or key cannot be used (${detail}).`))
    }
    const done = (settle: () => void) => {
      signal.removeEventListener('abort', giveUp)
      socket.off('error', fail)
      settle()
    }
    const giveUp = () => {
      // What a dying socket still says is of no interest, but must be heard.
      socket.on('error', () => {})
      socket.destroy()
      done(() => reject(signal.reason))
    }
    const fail = (error: Error) => done(() => reject(connectionProblem(error, placeOf(options))))
    socket.once('error', fail)
    socket.once(options.tls === 'clear' ? 'connect' : 'secureConnect', () => done(() => resolve(socket)))
    socket.setNoDelay(true)
    if (signal.aborted) giveUp()
    else signal.addEventListener('abort', giveUp, { once: true })
  })
}

const dialClear = ({ address, port = VDSM_PORT }: VdsmOptions): Socket => connectTcp({ host: address, port })

function dialTls({ address, port = VDSM_PORT, tls }: VdsmOptions): Socket {
  if (tls === 'clear') throw new TypeError('not asked for TLS')
  return connectTls({
    host: address,
    port,
    ca: tls.ca,
    cert: tls.certificate,
    key: tls.key,
    minVersion: 'TLSv1.2',
    ...(isIP(address) === 0 && { servername: address }),
    checkServerIdentity: (_name, shown) => checkHostIdentity(address, shown),
  })
}

/**
 * A host’s certificate must be for its address. Its common name counts beside the alternative names, also for a number: the
 * engine’s authority signs the address as CN, and older ones wrote a number as a DNS name. Undefined: it is.
 */
export function checkHostIdentity(address: string, shown: PeerCertificate): Error | undefined {
  const problem = checkServerIdentity(address, shown)
  if (problem === undefined) return undefined
  const names = ([] as string[]).concat(shown.subject?.CN ?? [])
  return names.some(name => name.toLowerCase() === address.toLowerCase()) ? undefined : problem
}
