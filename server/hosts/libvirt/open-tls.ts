import { isIP } from 'node:net'
import { type ConnectionOptions, checkServerIdentity, connect, type TLSSocket } from 'node:tls'
import { HostError } from '../host-error.ts'
import type { HostTls } from '../host-tls.ts'
import { printable } from '../printable.ts'
import { abortable } from './abortable.ts'
import type { Transport } from './transport.ts'

export type TlsWay = Readonly<{
  host: string
  /** 16514 unless given. */
  port?: number
  /** The name or address that the host's certificate must be for, if that is not `host`. */
  serverName?: string
  tls: HostTls
}>

const USUAL_PORT = 16_514
const WELCOME = 1

/** Mutual TLS. The daemon looks at our certificate after the handshake and then sends one byte; only then may we speak. */
export async function openTls(way: TlsWay, signal: AbortSignal): Promise<Transport> {
  const { host, port = USUAL_PORT, serverName = host, tls } = way
  const socket = open({
    host,
    port,
    ca: tls.ca,
    cert: tls.certificate,
    key: tls.key,
    // The name is sent to the host if it is one; addresses must not be.
    ...(isIP(serverName) === 0 && { servername: serverName }),
    checkServerIdentity: (_, certificate) => checkServerIdentity(serverName, certificate),
    minVersion: 'TLSv1.2',
  })
  return {
    stream: await abortable<TLSSocket>(socket, signal, (resolve, reject) => awaitWelcome(socket, resolve, reject)),
  }
}

/** Before anything is sent, our certificate and key are looked at, and may be none. */
function open(options: ConnectionOptions): TLSSocket {
  try {
    return connect(options)
  } catch (error) {
    throw new HostError(
      'host-certificate',
      `Our certificate or key cannot be used: ${(error as Error).message}.`,
      error,
    )
  }
}

function awaitWelcome(socket: TLSSocket, resolve: (socket: TLSSocket) => void, reject: (error: Error) => void): void {
  let isGreeted = false
  const leave = () => {
    socket.off('error', failed)
    socket.off('end', closed)
    socket.off('readable', readable)
  }
  const failed = (error: NodeJS.ErrnoException) => reject(whatWentWrong(error, isGreeted))
  const closed = () => reject(whatWentWrong(undefined, isGreeted))
  const readable = () => {
    const byte = socket.read(1) as Buffer | null
    if (byte === null) return
    leave()
    if (byte[0] === WELCOME) resolve(socket)
    else reject(new HostError('host-protocol', `libvirt began with the byte ${byte[0]} instead of ${WELCOME}.`))
  }
  socket.once('secureConnect', () => {
    isGreeted = true
  })
  socket.on('error', failed)
  socket.on('end', closed)
  socket.on('readable', readable)
}

/** `isGreeted`: our side of the handshake is done, so what comes now is said about our certificate. */
function whatWentWrong(error: NodeJS.ErrnoException | undefined, isGreeted: boolean): HostError {
  const said = error === undefined ? '' : `: ${printable(error.message)}`
  if (isGreeted) return new HostError('host-certificate', `The host did not accept our certificate${said}.`, error)
  // Without a system call behind it, the error comes from TLS: a certificate that is not to be trusted, or no common ground.
  if (error !== undefined && error.syscall === undefined && error.code !== 'ECONNRESET') {
    return new HostError('host-certificate', `The host's certificate was not accepted${said}.`, error)
  }
  return new HostError('host-unreachable', `libvirt cannot be reached${said}.`, error)
}
