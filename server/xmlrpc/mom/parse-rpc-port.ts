import { MomDoorError } from './mom-door-error.ts'

/** Where MOM's RPC is served: nowhere, at a port of 127.0.0.1 (0: a free one), or at a unix socket. */
export type RpcPort =
  | Readonly<{ kind: 'off' }>
  | Readonly<{ kind: 'tcp'; port: number }>
  | Readonly<{ kind: 'unix'; path: string }>

/** Linux takes 107; the socket has a longer path than this one while it is made. */
const MAX_PATH_BYTES = 97

/**
 * A value of MOM's `rpc-port`: negative is off, another whole number a port, anything else the path of a socket. Unlike MOM
 * it takes no relative path, which a mistyped number would be, and empty is off. Throws MomDoorError `rpc-port`.
 */
export function parseRpcPort(given: string): RpcPort {
  const text = given.trim()
  if (text === '') return { kind: 'off' }
  if (/^[+-]?[0-9]+$/.test(text)) {
    const port = Number(text)
    if (port < 0) return { kind: 'off' }
    if (port <= 65_535) return { kind: 'tcp', port }
    throw new MomDoorError('rpc-port', `rpc-port: ${text} is no port; the highest is 65535`)
  }
  if (text.startsWith('/') && Buffer.byteLength(text) <= MAX_PATH_BYTES && !text.includes('\0')) {
    return { kind: 'unix', path: text }
  }
  throw new MomDoorError(
    'rpc-port',
    `rpc-port: "${text}" must be a port, -1 for none, or the path of a socket, from / on, of ${MAX_PATH_BYTES} bytes at most`,
  )
}
