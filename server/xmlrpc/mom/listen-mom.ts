import { createServer, type RequestListener } from 'node:http'
import type { Log } from '../../telemetry/log.ts'
import { defaultEndpointLimits, type EndpointLimits } from '../create-endpoint.ts'
import { CLOSE_GRACE_MS, closeDoor, limited, patience, REQUEST_TIMEOUT_MS } from '../door.ts'
import { listenXmlRpc } from '../listen-xml-rpc.ts'
import { xmlRpcApp } from '../xml-rpc-app.ts'
import { listenUnix } from './listen-unix.ts'
import { momMethods } from './mom-methods.ts'
import type { MomPort } from './mom-port.ts'
import type { RpcPort } from './parse-rpc-port.ts'

export type MomDoorOptions = Readonly<{
  log: Log
  limits?: Partial<Pick<EndpointLimits, 'maxBodyBytes' | 'maxConcurrentCalls'>>
  /** How long a request may take to arrive. */
  requestTimeoutMs?: number
  /** How long calls under way may go on after `close`. */
  closeGraceMs?: number
}>

export type MomDoor = Readonly<{
  at: Readonly<{ port: number }> | Readonly<{ path: string }>
  /** Takes no more connections, lets calls under way finish for a moment, then resolves; the socket file is gone. */
  close(): Promise<void>
}>

/**
 * Serves MOM's RPC at `where`: at a port of 127.0.0.1, where everyone on the machine may call, or at a unix socket of mode
 * 0660. undefined: it is off. Throws MomDoorError where the socket cannot be had, and the system's errors.
 */
export async function listenMom(port: MomPort, where: RpcPort, options: MomDoorOptions): Promise<MomDoor | undefined> {
  const { log, limits, requestTimeoutMs = REQUEST_TIMEOUT_MS, closeGraceMs = CLOSE_GRACE_MS } = options
  if (where.kind === 'off') return undefined
  const { maxBodyBytes, maxConcurrentCalls } = { ...defaultEndpointLimits, ...limits }
  const app = notForPages(xmlRpcApp(momMethods(port, log), { maxBodyBytes, maxConcurrentCalls, form: 'extended', log }))
  if (where.kind === 'tcp') {
    const listening = await listenXmlRpc(app, {
      port: where.port,
      addresses: ['127.0.0.1'],
      log,
      requestTimeoutMs,
      closeGraceMs,
    })
    return { at: { port: listening.port }, close: listening.close }
  }
  // There is no host to name; vdsm's client names the path, in base16.
  const server = createServer({ ...patience(requestTimeoutMs), requireHostHeader: false }, app)
  const door = { server, sockets: limited(server) }
  const remove = await listenUnix(server, where.path)
  return {
    at: { path: where.path },
    async close() {
      await remove()
      await closeDoor(door, closeGraceMs)
    },
  }
}

/** A browser on this machine posts to 127.0.0.1 for any page that asks it to, and then says where the page is from. */
const notForPages =
  (app: RequestListener): RequestListener =>
  (req, res) => {
    if (req.headers.origin === undefined) app(req, res)
    else res.writeHead(403, { 'Content-Type': 'text/plain' }).end('pages may not call\n')
  }
