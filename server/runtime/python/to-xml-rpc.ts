import { INT32_MAX, INT32_MIN, type XmlRpcValue } from '../../protocol/xmlrpc/xml-rpc-value.ts'
import type { PythonValue } from './python-value.ts'

/** An exception as Python's XML-RPC server words it in a fault. */
export class PythonFault extends Error {
  override readonly name = 'PythonFault'

  constructor(type: 'TypeError' | 'ValueError' | 'OverflowError', text: string) {
    super(`<class '${type}'>:${text}`)
  }
}

/** The value as Python's xmlrpc.client would send it. Throws PythonFault where that would raise. */
export function toXmlRpc(value: PythonValue): XmlRpcValue {
  switch (value.kind) {
    case 'none':
      return null
    case 'int':
      if (value.value < INT32_MIN || value.value > INT32_MAX) {
        throw new PythonFault('OverflowError', 'int exceeds XML-RPC limits')
      }
      return Number(value.value)
    case 'bool':
    case 'float':
    case 'str':
      return value.value
    case 'bytes':
      return Buffer.from(value.value).toString('base64')
    case 'list':
    case 'tuple':
      return value.items.map(toXmlRpc)
    case 'set':
      throw new PythonFault('TypeError', "cannot marshal <class 'set'> objects")
    case 'dict': {
      const struct: Record<string, XmlRpcValue> = Object.create(null)
      for (const [key, member] of value.entries) {
        if (key.kind !== 'str') throw new PythonFault('TypeError', 'dictionary key must be string')
        struct[key.value] = toXmlRpc(member)
      }
      return struct
    }
  }
}
