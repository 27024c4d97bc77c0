import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CliFailure } from './outcome.ts'

export type Listener = Readonly<{ port: number; url: string; close(): Promise<void> }>

/** Serves HTTP until closed. Throws CliFailure when the address cannot be had. */
export async function listen(handler: RequestListener, address: string, port: number): Promise<Listener> {
  const server = createServer(handler)
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(new CliFailure(whyNot(error, address, port), { cause: error })))
    server.listen(port, address, resolve)
  })
  const bound = (server.address() as AddressInfo).port
  const host = address.includes(':') ? `[${address}]` : address
  return { port: bound, url: `http://${host}:${bound}`, close: () => closeServer(server) }
}

/** How long requests under way may take to be answered once we stop. */
const CLOSE_GRACE_MS = 5_000

/** Stops accepting and ends idle connections at once; requests under way are answered, for a moment. */
function closeServer(server: Server): Promise<void> {
  return new Promise(resolve => {
    const impatience = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS)
    server.close(() => {
      clearTimeout(impatience)
      resolve()
    })
    server.closeIdleConnections()
  })
}

function whyNot(error: NodeJS.ErrnoException, address: string, port: number): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `port ${port} on ${address} is in use by another program; stop it or choose another port`
    case 'EACCES':
      return `port ${port} on ${address} needs more rights; choose a port above 1023`
    case 'EADDRNOTAVAIL':
      return `${address} is not an address of this machine`
    default:
      return `cannot listen on ${address} port ${port}: ${error.message}`
  }
}
