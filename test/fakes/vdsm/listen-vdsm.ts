import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'

/** PEM text. Callers must show a certificate of `clientCa`. */
export type VdsmServerTls = Readonly<{ certificate: string; key: string; clientCa: string }>

/** Over TLS when it is told how. */
export function makeServer(tls: VdsmServerTls | undefined, onConnection: (socket: Socket) => void): Server {
  if (tls === undefined) return createServer(onConnection)
  const { certificate, key, clientCa } = tls
  const server = createTlsServer({ cert: certificate, key, ca: clientCa, requestCert: true, rejectUnauthorized: true })
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  return server.on('secureConnection', onConnection)
}

/** The port that it got. */
export const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
