import type { Server as HttpServer } from 'node:http'
import type { ListenOptions, Server as NetServer, Socket } from 'node:net'

/** One server at one place. Every socket is known, also one that never gets as far as a request. */
export type Door = Readonly<{ server: HttpServer; sockets: Set<Socket> }>

/** How long a request may take to arrive, unless told otherwise. */
export const REQUEST_TIMEOUT_MS = 30_000
/** How long calls under way may go on after closing, unless told otherwise. */
export const CLOSE_GRACE_MS = 2_000
// The engine balances every minute; a connection that lives longer is reused instead of opened each time.
const KEEP_ALIVE_MS = 75_000
const HEADERS_TIMEOUT_MS = 10_000
const MAX_CONNECTIONS = 512

/** Options of a server that no caller can make wait. */
export const patience = (requestTimeoutMs: number) => ({
  requestTimeout: requestTimeoutMs,
  headersTimeout: Math.min(requestTimeoutMs, HEADERS_TIMEOUT_MS),
  keepAliveTimeout: KEEP_ALIVE_MS,
  connectionsCheckingInterval: Math.min(requestTimeoutMs, 5_000),
})

/** Bounds the number of connections. The set holds those that are open. */
export function limited(server: NetServer): Set<Socket> {
  const sockets = new Set<Socket>()
  server.maxConnections = MAX_CONNECTIONS
  server.on('connection', socket => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return sockets
}

/** Rejects with the system's error when the place cannot be had. */
export async function listen(server: NetServer, where: ListenOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(where, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** Takes no more connections; calls that are still under way after `graceMs` are cut off. */
export async function closeDoor({ server, sockets }: Door, graceMs: number): Promise<void> {
  const impatience = setTimeout(() => {
    for (const socket of sockets) socket.destroy()
  }, graceMs)
  await new Promise<void>(resolve => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
  clearTimeout(impatience)
}
