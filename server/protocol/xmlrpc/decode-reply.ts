import { type DecodeLimits, readDocument } from './read-document.ts'
import { XmlRpcError, XmlRpcFault } from './xml-rpc-error.ts'
import { isStruct, type XmlRpcValue } from './xml-rpc-value.ts'

/**
 * An answer, read as the engine's client library reads it: nil and i8 outside the extension namespace are errors, and
 * only int and i4 become numbers. Throws XmlRpcFault for a fault and XmlRpcError for what the library cannot parse.
 */
export function decodeReply(xml: string, limits?: DecodeLimits): XmlRpcValue {
  const { params, fault } = readDocument(xml, 'reply', limits)
  if (fault !== undefined) throw toFault(fault)
  const [value] = params ?? []
  if (value === undefined || params?.length !== 1) throw new XmlRpcError('not-xml-rpc', 'a reply holds one value')
  return value
}

function toFault(fault: XmlRpcValue): XmlRpcFault {
  if (!isStruct(fault)) throw new XmlRpcError('not-xml-rpc', 'a fault holds a struct')
  const { faultCode, faultString } = fault
  if (typeof faultCode !== 'number' || typeof faultString !== 'string') {
    throw new XmlRpcError('not-xml-rpc', 'a fault holds an int faultCode and a string faultString')
  }
  return new XmlRpcFault(faultCode, faultString)
}
