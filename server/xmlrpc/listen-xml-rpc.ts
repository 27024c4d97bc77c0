import { createServer, type RequestListener, type Server } from 'node:http'
import type { Log } from '../telemetry/log.ts'

export type ListenOptions = Readonly<{
  /** 0 takes a free one, the same on every address. */
  port: number
  addresses: readonly string[]
  log: Log
  /** How long a request may take to arrive. */
  requestTimeoutMs?: number
}>

export type Listening = Readonly<{
  port: number
  addresses: readonly string[]
  /** Takes no more connections, lets calls under way finish for a moment, then resolves. */
  close(): Promise<void>
}>

const CLOSE_GRACE_MS = 2_000
// The engine balances every minute; a connection that lives longer is reused instead of opened each time.
const KEEP_ALIVE_MS = 75_000
const MAX_CONNECTIONS = 512

/**
 * Serves `app` on every address: `localhost` in the engine's URL may mean 127.0.0.1 or ::1. A machine without IPv6 is
 * served on the others, with a warning. Rejects with the system's error when an address cannot be had otherwise.
 */
export async function listenXmlRpc(app: RequestListener, options: ListenOptions): Promise<Listening> {
  const { addresses, log, requestTimeoutMs = 30_000 } = options
  const servers: { server: Server; address: string }[] = []
  const close = async () => {
    await Promise.all(servers.map(({ server }) => closeServer(server)))
  }
  let port = options.port
  for (const address of addresses) {
    const server = createServer(
      {
        requestTimeout: requestTimeoutMs,
        headersTimeout: Math.min(requestTimeoutMs, 10_000),
        keepAliveTimeout: KEEP_ALIVE_MS,
        connectionsCheckingInterval: Math.min(requestTimeoutMs, 5_000),
      },
      app,
    )
    server.maxConnections = MAX_CONNECTIONS
    try {
      port = await listen(server, port, address)
      servers.push({ server, address })
    } catch (error) {
      if (!lacksIpv6(error, address)) {
        await close()
        throw error
      }
      log.warn({ address, error }, 'This machine has no such IPv6 address; XML-RPC is served on the others.')
    }
  }
  if (servers.length === 0) throw new Error(`none of the addresses ${addresses.join(', ')} can be listened on`)
  return { port, addresses: servers.map(({ address }) => address), close }
}

async function listen(server: Server, port: number, address: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host: address }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const bound = server.address()
  return bound !== null && typeof bound === 'object' ? bound.port : port
}

const lacksIpv6 = (error: unknown, address: string): boolean =>
  address.includes(':') &&
  error instanceof Error &&
  'code' in error &&
  (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT')

async function closeServer(server: Server): Promise<void> {
  const impatience = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS)
  await new Promise<void>(resolve => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
  clearTimeout(impatience)
}
