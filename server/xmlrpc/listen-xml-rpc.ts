import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { XmlRpcTls } from '../config/read-xml-rpc-tls.ts'
import type { Log } from '../telemetry/log.ts'
import { admitCallers, allowList } from './admit-callers.ts'
import { CLOSE_GRACE_MS, closeDoor, type Door, limited, listen, patience, REQUEST_TIMEOUT_MS } from './door.ts'
import { type TurnedAway, turnedAwayLog } from './turned-away.ts'

export type ListenOptions = Readonly<{
  /** 0 takes a free one, the same on every address. */
  port: number
  addresses: readonly string[]
  log: Log
  /** How long a request may take to arrive. */
  requestTimeoutMs?: number
  /** Without it, plain HTTP. With a `clientCa` in it, a caller without an accepted certificate gets no answer. */
  tls?: XmlRpcTls | undefined
  /** Addresses and networks that may call; none: all. Others are cut off before anything is read. */
  allowFrom?: readonly string[]
  /** How long calls under way may go on after `close`. */
  closeGraceMs?: number
  /** In ms; tells how long ago a caller was reported. */
  now?: () => number
}>

export type Listening = Readonly<{
  port: number
  addresses: readonly string[]
  /**
   * New connections get this certificate from now on; those that exist keep theirs. Throws when plain HTTP is spoken
   * here, or TLS without certificates of callers where there now are some: that takes a restart.
   */
  replaceTls(tls: XmlRpcTls): void
  /** Takes no more connections, lets calls under way finish for a moment, then resolves. */
  close(): Promise<void>
}>

type AddressedDoor = Door & Readonly<{ address: string; replaceTls?: (tls: XmlRpcTls) => void }>

/**
 * Serves `app` on every address: `localhost` in the engine's URL may mean 127.0.0.1 or ::1. A machine without IPv6 is
 * served on the others, with a warning. Rejects with the system's error when an address cannot be had otherwise.
 */
export async function listenXmlRpc(app: RequestListener, options: ListenOptions): Promise<Listening> {
  const { addresses, log, tls, allowFrom = [], closeGraceMs = CLOSE_GRACE_MS, now = () => performance.now() } = options
  const turnedAway = turnedAwayLog(log, now)
  const isAllowed = allowList(allowFrom)
  const doors: AddressedDoor[] = []
  const close = async () => {
    await Promise.all(doors.map(door => closeDoor(door, closeGraceMs)))
  }
  let port = options.port
  for (const address of addresses) {
    const door = buildDoor(address, app, options, turnedAway)
    admitCallers(door.server, isAllowed, turnedAway.stranger)
    try {
      port = await listenAt(door.server, port, address)
      doors.push(door)
    } catch (error) {
      if (!lacksIpv6(error, address)) {
        await close()
        throw error
      }
      log.warn({ address, error }, 'This machine has no such IPv6 address; XML-RPC is served on the others.')
    }
  }
  if (doors.length === 0) throw new Error(`none of the addresses ${addresses.join(', ')} can be listened on`)
  return {
    port,
    addresses: doors.map(({ address }) => address),
    replaceTls(next) {
      if (tls === undefined) throw new Error('XML-RPC is served without TLS')
      if ((tls.clientCa === undefined) !== (next.clientCa === undefined)) {
        throw new Error('whether callers need a certificate is settled at the start')
      }
      for (const door of doors) door.replaceTls?.(next)
    },
    close,
  }
}

function buildDoor(
  address: string,
  app: RequestListener,
  options: ListenOptions,
  turnedAway: TurnedAway,
): AddressedDoor {
  const { tls, requestTimeoutMs = REQUEST_TIMEOUT_MS } = options
  const patient = patience(requestTimeoutMs)
  if (tls === undefined) {
    const server = createServer(patient, app)
    return { address, server, sockets: limited(server) }
  }
  const asks = tls.clientCa !== undefined
  const server = createTlsServer(
    {
      ...patient,
      ...secureContext(tls),
      requestCert: asks,
      rejectUnauthorized: asks,
      handshakeTimeout: patient.headersTimeout,
    },
    app,
  )
  server.on('tlsClientError', turnedAway.handshake)
  const replaceTls = (next: XmlRpcTls) => server.setSecureContext(secureContext(next))
  return { address, server, sockets: limited(server), replaceTls }
}

const secureContext = ({ certificate, key, clientCa }: XmlRpcTls) =>
  ({ cert: certificate, key, ca: clientCa, minVersion: 'TLSv1.2' }) as const

async function listenAt(server: Server, port: number, address: string): Promise<number> {
  await listen(server, { port, host: address })
  const bound = server.address()
  return bound !== null && typeof bound === 'object' ? bound.port : port
}

const lacksIpv6 = (error: unknown, address: string): boolean =>
  address.includes(':') &&
  error instanceof Error &&
  'code' in error &&
  (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT')
