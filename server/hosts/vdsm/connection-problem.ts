import { notTlsCodes, unknownAuthorityCodes } from '../../protocol/tls/failure-codes.ts'
import { HostError, type HostErrorCode } from '../host-error.ts'

type Told = Readonly<{ code: HostErrorCode; words: string }>

const unreachable = (words: string): Told => ({ code: 'host-unreachable', words })
const certificate = (words: string): Told => ({ code: 'host-certificate', words })
const unknownAuthority = certificate('has a certificate of an authority that we do not know; use the engine’s CA')
const notTls: Told = { code: 'host-protocol', words: 'does not speak TLS on this port' }
const noAnswer = unreachable('does not answer')

const known: Readonly<Record<string, Told>> = {
  ECONNREFUSED: unreachable('takes no connections on this port; vdsmd may be stopped'),
  ECONNRESET: unreachable('ended the connection'),
  EPIPE: unreachable('ended the connection'),
  ENOTFOUND: unreachable('has a name that is not known here'),
  EAI_AGAIN: unreachable('has a name that could not be looked up'),
  EHOSTUNREACH: unreachable('cannot be reached from here'),
  ENETUNREACH: unreachable('cannot be reached from here'),
  ETIMEDOUT: noAnswer,
  ...Object.fromEntries(notTlsCodes.map(code => [code, notTls])),
  ...Object.fromEntries(unknownAuthorityCodes.map(code => [code, unknownAuthority])),
  CERT_HAS_EXPIRED: certificate('has a certificate that has expired; enroll a new one in the engine'),
  CERT_NOT_YET_VALID: certificate('has a certificate that is not valid yet; compare the clocks'),
  ERR_TLS_CERT_ALTNAME_INVALID: certificate('has a certificate for another name than its address in the engine'),
  // With TLS 1.3 these come after the handshake, in place of the first answer.
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: certificate('wants a client certificate, and we have shown none'),
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: certificate('does not know the authority of our client certificate'),
  ERR_SSL_SSL_TLSV1_ALERT_UNKNOWN_CA: certificate('does not know the authority of our client certificate'),
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: certificate('says that our client certificate has expired'),
}

/** Why there is no connection to `where`, such as "node1:54321", or no longer. */
export function connectionProblem(error: unknown, where: string): HostError {
  if (error instanceof HostError) return error
  const { code: given } = Object(error) as { code?: unknown }
  const code = typeof given === 'string' ? given : ''
  const { code: hostCode, words } = known[code] ?? alertIn(code) ?? unreachable('lost the connection')
  const detail = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '').slice(0, 300) : 'unknown'
  return new HostError(hostCode, `The host ${where} ${words} (${detail}).`, error)
}

/** Any other alert of the TLS layer is about who we are or which versions we speak. */
const alertIn = (code: string): Told | undefined =>
  /^ERR_SSL_.*ALERT/.test(code) ? certificate('refused our side of the TLS handshake') : undefined
