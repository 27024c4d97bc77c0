export type ProtocolErrorCode =
  /** A length word that is below a header or above what the protocol allows. */
  | 'frame-length'
  /** The bytes end before the value does. */
  | 'too-short'
  /** More elements, or a longer text, than the bytes that are left could hold, or than is allowed. */
  | 'too-many'
  /** A number that stands for nothing: a boolean that is 7, an unknown kind of parameter. */
  | 'bad-value'

/** What the other side sent cannot be read; nothing after it can either. `code` is stable, the message is for people. */
export class ProtocolError extends Error {
  readonly code: ProtocolErrorCode

  constructor(code: ProtocolErrorCode, message: string) {
    super(message)
    this.name = 'ProtocolError'
    this.code = code
  }
}
