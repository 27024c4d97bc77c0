export type MomDoorErrorCode =
  /** Neither a port nor a path that a socket can have. */
  | 'rpc-port'
  /** What stands at the path is not a socket. */
  | 'not-a-socket'
  /** Somebody listens at the path, or may do so. */
  | 'in-use'

/** MOM's RPC cannot be served as told. `code` is stable; the message says what to do. */
export class MomDoorError extends Error {
  override readonly name = 'MomDoorError'
  readonly code: MomDoorErrorCode

  constructor(code: MomDoorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
