/** Why the engine could not be asked, or what it answered instead. Codes are stable: the manual explains each. */
export type EngineErrorCode =
  | 'engine-unreachable'
  | 'engine-unavailable'
  | 'engine-timeout'
  | 'engine-certificate'
  | 'engine-ca-file'
  | 'engine-login-refused'
  | 'engine-unauthorized'
  | 'engine-not-administrator'
  | 'engine-bad-reply'
  | 'engine-fault'
  | 'engine-forbidden'
  | 'engine-not-found'
  | 'engine-conflict'
  | 'engine-outcome-unknown'

export type EngineErrorFields = Readonly<{
  cause?: unknown
  /** HTTP status, when there was a reply. */
  status?: number
  /** The engine's own words: its fault's reason, and its detail without the list brackets. */
  reason?: string
  detail?: string
}>

/** `message` says what happened and what to do, for an operator. No password or token is ever part of it or its cause. */
export class EngineError extends Error {
  readonly code: EngineErrorCode
  readonly status: number | undefined
  readonly reason: string | undefined
  readonly detail: string | undefined
  constructor(code: EngineErrorCode, message: string, { cause, status, reason, detail }: EngineErrorFields = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'EngineError'
    this.code = code
    this.status = status
    this.reason = reason
    this.detail = detail
  }
}

export const isEngineError = (error: unknown, ...codes: readonly EngineErrorCode[]): error is EngineError =>
  error instanceof EngineError && (codes.length === 0 || codes.includes(error.code))

/** The engine answered, but not in the shape that its API documents. */
export const badReply = (what: string, fields: EngineErrorFields = {}): EngineError =>
  new EngineError('engine-bad-reply', `${what} Check that engine.url names an oVirt engine 4.4 or newer.`, fields)
