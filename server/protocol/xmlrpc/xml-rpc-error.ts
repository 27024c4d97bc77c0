export type XmlRpcErrorCode =
  /** Not well-formed XML, or a document type declaration. */
  | 'malformed'
  /** Well-formed, but not what XML-RPC allows at that place. */
  | 'not-xml-rpc'
  /** A type tag that the reader does not know. */
  | 'unknown-type'
  /** The text of a scalar does not fit its type. */
  | 'bad-value'
  | 'duplicate-member'
  | 'too-deep'
  | 'too-large'
  /** The writer was given something the engine could not read. */
  | 'not-encodable'

/** A document that cannot be read or written. `code` is stable; the message is for people. */
export class XmlRpcError extends Error {
  readonly code: XmlRpcErrorCode

  constructor(code: XmlRpcErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'XmlRpcError'
    this.code = code
  }
}

/** The other side answered with a fault. */
export class XmlRpcFault extends Error {
  readonly faultCode: number

  constructor(faultCode: number, faultString: string) {
    super(faultString)
    this.name = 'XmlRpcFault'
    this.faultCode = faultCode
  }
}
