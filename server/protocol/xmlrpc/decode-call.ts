import { type DecodeLimits, defaultDecodeLimits, readDocument } from './read-document.ts'
import { scanCall } from './scan-call.ts'
import { XmlRpcError } from './xml-rpc-error.ts'
import type { XmlRpcValue } from './xml-rpc-value.ts'

export type XmlRpcCall = Readonly<{ method: string; params: readonly XmlRpcValue[] }>

/**
 * A request of any common client: untyped text is a string, `params` may be absent, nil and i8 are read with or without
 * the extension namespace. Throws XmlRpcError.
 */
export function decodeCall(xml: string, limits: DecodeLimits = defaultDecodeLimits): XmlRpcCall {
  const { methodName, params } = scanCall(xml, limits) ?? readDocument(xml, 'call', limits)
  const method = methodName?.trim() ?? ''
  if (method === '') throw new XmlRpcError('not-xml-rpc', 'the call names no method')
  return { method, params: params ?? [] }
}
