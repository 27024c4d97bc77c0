import { notTlsCodes, unknownAuthorityCodes } from '../../protocol/tls/failure-codes.ts'
import { EngineError, type EngineErrorCode } from './engine-error.ts'

type Told = Readonly<{ code: EngineErrorCode; message: (origin: string, detail: string) => string }>

const certificate = (problem: string): Told => ({
  code: 'engine-certificate',
  message: (origin, detail) => `The certificate of ${origin} ${problem} (${detail}).`,
})
const unknownAuthority = certificate(
  'is signed by an authority we do not know. Set engine.caFile to the engine’s CA, /etc/pki/ovirt-engine/ca.pem',
)
const network = (fix: string): Told => ({
  code: 'engine-unreachable',
  message: (origin, detail) => `The engine at ${origin} cannot be reached: ${detail}. ${fix}`,
})
const notRunning = network('Check that the engine runs and that engine.url names its host and port.')
const wrongName = network('Check the host in engine.url and the name service.')
const noRoute = network('Check the network between this machine and the engine.')
const cutOff = network('The connection ended before the reply was complete; we try again.')
const notTls = network('Nothing speaks TLS there; check whether engine.url must begin with http: or have another port.')

/** Failures before a request was on its way: the engine has certainly not seen it. */
const beforeSending: Readonly<Record<string, Told>> = {
  ECONNREFUSED: notRunning,
  ENOTFOUND: wrongName,
  EAI_AGAIN: wrongName,
  EHOSTUNREACH: noRoute,
  ENETUNREACH: noRoute,
  ETIMEDOUT: noRoute,
  UND_ERR_CONNECT_TIMEOUT: noRoute,
  ...Object.fromEntries(notTlsCodes.map(code => [code, notTls])),
  ...Object.fromEntries(unknownAuthorityCodes.map(code => [code, unknownAuthority])),
  CERT_HAS_EXPIRED: certificate('has expired. Renew it with engine-setup'),
  CERT_NOT_YET_VALID: certificate('is not valid yet. Compare the clocks of this machine and the engine'),
  ERR_TLS_CERT_ALTNAME_INVALID: certificate('is for another name. Use the engine’s full host name in engine.url'),
}

export type TransportFailure = Readonly<{ error: EngineError; wasSent: boolean }>

/** What undici and Node throw when no reply arrives → the typed error, and whether the request may have been seen. */
export function toTransportFailure(error: unknown, origin: string): TransportFailure {
  const { code } = (error ?? {}) as { code?: unknown }
  const told = typeof code === 'string' ? beforeSending[code] : undefined
  const detail = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)
  const { code: engineCode, message } = told ?? cutOff
  return { error: new EngineError(engineCode, message(origin, detail), { cause: error }), wasSent: told === undefined }
}

/** A deadline passed: of one request, or the one that a caller set for all it asks. */
export const timedOut = (origin: string, cause: unknown): EngineError =>
  new EngineError(
    'engine-timeout',
    `The engine at ${origin} did not answer in time. It may be overloaded; engine.requestTimeout is how long we wait.`,
    { cause },
  )
