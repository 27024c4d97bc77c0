/** Of STOMP, and of the JSON-RPC inside it. */
type StompErrorCode =
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
  /** JSON, but no single answer or event of JSON-RPC 2.0, or not in the shape that was promised; or XML that cannot be read. */
  | 'bad-message'

/** Of libvirt's messages. */
type LibvirtErrorCode =
  /** A length word that is below a header or above what the protocol allows. */
  | 'frame-length'
  /** The bytes end before the value does. */
  | 'too-short'
  /** More elements, or a longer text, than the bytes that are left could hold, or than is allowed. */
  | 'too-many'
  /** A number that stands for nothing: a boolean that is 7, an unknown kind of parameter. */
  | 'bad-value'

export type ProtocolErrorCode = StompErrorCode | LibvirtErrorCode

/** What the other side sent cannot be read; nothing after it can either. `code` is stable, the message is for people. */
export class ProtocolError extends Error {
  readonly code: ProtocolErrorCode

  constructor(code: ProtocolErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ProtocolError'
    this.code = code
  }
}
