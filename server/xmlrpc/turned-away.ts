import { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { plainAddress } from '../config/network.ts'
import type { Log } from '../telemetry/log.ts'

export type TurnedAway = Readonly<{
  /** Its address is not in xmlrpc.allowFrom. */
  stranger(address: string): void
  /** TLS was not agreed upon. */
  handshake(error: Error, socket: TLSSocket): void
}>

const QUIET_MS = 60_000
/** Addresses remembered, and so lines in a minute. */
const MOST_TOLD = 100

/**
 * Logs callers that got no answer: each address and cause at most once a minute, and so many in all, so that nobody can
 * fill the log from outside. `now` in ms.
 */
export function turnedAwayLog(log: Pick<Log, 'warn' | 'debug'>, now: () => number): TurnedAway {
  const told = new Map<string, number>()

  function tell(address: string | undefined, fields: Readonly<Record<string, unknown>>, sentence: string): void {
    const atMs = now()
    for (const [key, toldMs] of told) if (atMs - toldMs >= QUIET_MS) told.delete(key)
    const key = `${address} ${sentence}`
    if (told.has(key) || told.size > MOST_TOLD) return
    told.set(key, atMs)
    if (told.size <= MOST_TOLD) log.warn({ address, ...fields }, sentence)
    else log.warn({}, 'Many different XML-RPC callers are turned away; further ones are not named for now.')
  }

  return {
    stranger: address => tell(address, {}, 'A caller was cut off: its address is not in xmlrpc.allowFrom.'),

    handshake(error, socket) {
      const code = 'code' in error ? String(error.code) : error.message
      const refusal = socket.authorizationError ? String(socket.authorizationError) : undefined
      const cause = refusal === undefined ? causes[code] : 'its certificate is not signed by xmlrpc.clientCa'
      const address = addressOf(socket)
      // A port check looks like this too: somebody connects and leaves.
      if (cause === undefined && code === 'ECONNRESET')
        log.debug({ address }, 'A caller left before TLS was agreed on.')
      else tell(address, { code: refusal ?? code }, `A caller got no TLS: ${cause ?? 'the handshake failed'}.`)
    },
  }
}

const distrust =
  'it does not trust the certificate of xmlrpc.tlsCertificate; add its authority where the engine’s Java looks'
const causes: Readonly<Partial<Record<string, string>>> = {
  ERR_SSL_HTTP_REQUEST: 'it spoke plain HTTP; the engine’s ExternalSchedulerServiceURL must begin with https',
  ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE: 'it presented no certificate, which xmlrpc.clientCa demands',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: distrust,
  'ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_UNKNOWN': distrust,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: distrust,
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'it does not know TLS 1.2 or newer',
  ERR_TLS_HANDSHAKE_TIMEOUT: 'it did not finish the handshake in time',
}

/** Node forgets the address of a TLS socket that is gone; the connection below it still knows. */
function addressOf(socket: TLSSocket): string | undefined {
  const below = '_parent' in socket && socket._parent instanceof Socket ? socket._parent : undefined
  const address = socket.remoteAddress ?? below?.remoteAddress
  return address === undefined ? undefined : plainAddress(address)
}
