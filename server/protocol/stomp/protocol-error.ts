export type ProtocolErrorCode =
  /** A frame begins with something that STOMP does not know. */
  | 'unknown-command'
  /** A header line without a colon, with one too many, or not in UTF-8. */
  | 'bad-header'
  /** A backslash followed by something that stands for nothing. */
  | 'bad-escape'
  | 'too-many-headers'
  | 'header-too-large'
  /** `content-length` is not a number of bytes. */
  | 'bad-length'
  | 'body-too-large'
  /** No NUL where the body had to end. */
  | 'no-end'
  /** The body is not JSON in UTF-8. */
  | 'not-json'
  /** JSON, but no single answer or event of JSON-RPC 2.0, or not in the shape that was promised. */
  | 'bad-message'

/** What the other side sent cannot be read; nothing after it can either. `code` is stable, the message is for people. */
export class ProtocolError extends Error {
  readonly code: ProtocolErrorCode

  constructor(code: ProtocolErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ProtocolError'
    this.code = code
  }
}
