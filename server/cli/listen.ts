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

/** Stops accepting, ends idle connections at once and open streams with the process's own patience. */
function closeServer(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
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
