/** Why a host could not be asked, or what it answered instead. Codes are stable: doctor, REST and metrics name them. */
export const hostErrorCodes = [
  'host-unreachable',
  'host-authentication',
  'host-certificate',
  'host-timeout',
  'host-protocol',
  'host-busy',
  'host-no-such-vm',
  'host-refused',
  'host-no-effect',
  'host-unsupported',
  'host-closed',
] as const

/**
 * - host-unreachable: no connection, or it broke; the client connects again by itself
 * - host-authentication, host-certificate: it does not let us in, or is not who it should be
 * - host-timeout: no answer in time. A change may still be carried out: read before asking again
 * - host-protocol: it sent what its protocol does not allow; the connection was closed
 * - host-busy: it will answer later
 * - host-no-such-vm: gone, or never here
 * - host-refused: a value or state that it does not allow
 * - host-no-effect: it said yes, and nothing changed
 * - host-unsupported: this host, as it is set up, cannot do that
 * - host-closed: our own client was closed
 */
export type HostErrorCode = (typeof hostErrorCodes)[number]

/** `message` is for an operator: what happened, in words of ours, then what the host said. No secret is part of it or its cause. */
export class HostError extends Error {
  readonly code: HostErrorCode
  constructor(code: HostErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'HostError'
    this.code = code
  }
}

export const isHostError = (error: unknown, ...codes: readonly HostErrorCode[]): error is HostError =>
  error instanceof HostError && (codes.length === 0 || codes.includes(error.code))
