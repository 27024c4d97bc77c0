/**
 * A value as XML-RPC carries it. Structs have no prototype, so a member may have any name. Dates and base64 stay the
 * text they came as: nothing in the external-scheduler protocol uses them.
 */
export type XmlRpcValue = string | number | boolean | null | readonly XmlRpcValue[] | XmlRpcStruct
export type XmlRpcStruct = { readonly [member: string]: XmlRpcValue }

/** What a reply may be made of: a value, or one with integers of any size in it, which not every reader can be sent. */
export type XmlRpcReply = XmlRpcValue | bigint | readonly XmlRpcReply[] | { readonly [member: string]: XmlRpcReply }

/** The namespace in which the engine's client library writes types that XML-RPC does not have. */
export const EXTENSIONS_NAMESPACE = 'http://ws.apache.org/xmlrpc/namespaces/extensions'

export const INT32_MIN = -2_147_483_648
export const INT32_MAX = 2_147_483_647

/** Array.isArray alone does not narrow readonly arrays. */
export const isList = (value: XmlRpcValue): value is readonly XmlRpcValue[] => Array.isArray(value)

export const isStruct = (value: XmlRpcValue): value is XmlRpcStruct =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
